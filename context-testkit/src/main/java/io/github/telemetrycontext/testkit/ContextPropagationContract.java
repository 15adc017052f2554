package io.github.telemetrycontext.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.TelemetryFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that a logging plugin, a span processor or an accessor shows the telemetry context correctly. Extend this class
 * and implement {@link #fieldsShown()}. The inherited tests then run as part of your test class.
 *
 * <p>Each test that passes work to another thread has a control. The control passes work without this library and must
 * show no fields.
 *
 * <p>Run the tests in a JVM without the system properties {@code telemetry.context.strict} and {@code
 * telemetry.context.inherit}. Strict mode reports misuse that some tests cause on purpose, and it keeps the class
 * loader alive.
 */
@ExtendWith(TelemetryContextExtension.class)
public abstract class ContextPropagationContract {

    static final TelemetryContext CONTEXT = TelemetryContext.builder()
            .sessionId("s-1")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(3)
            .build();
    private static final Map<String, String> SHOWN = CONTEXT.toStringMap();
    private static final Map<String, String> NOTHING = Map.of();

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    /** Creates a test instance with its own pooled thread. */
    protected ContextPropagationContract() {}

    /**
     * Shows the context that is current on the calling thread, for example by logging an event, and returns the shown
     * fields. The tests call this method on several threads at once.
     *
     * @return the shown fields by key, with their values as text, and no other entries
     * @throws Exception to fail the test
     */
    protected abstract Map<String, String> fieldsShown() throws Exception;

    /**
     * Uses the tested code in a separate class loader, for {@link #unloadsClassLoaderAfterItsScopesAreClosed()}. This
     * class loader has its own copy of this library and of the classes in the package of the test. All other classes
     * are shared.
     *
     * <p>The method runs on a new instance of the test, created by the constructor without parameters. JUnit calls none
     * of its lifecycle methods. Override this method if {@link #fieldsShown()} can't work there.
     *
     * @throws Exception to fail the test
     */
    protected void useInSeparateClassLoader() throws Exception {
        assertEquals(CONTEXT.toStringMap(), CONTEXT.wrap(this::fieldsShown).call());
    }

    /** Stops the pooled thread. */
    @AfterEach
    protected final void shutDownPool() {
        pool.shutdownNow();
    }

    /**
     * Checks all 16 subsets of the fields, each nested in each.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scopes are only opened and closed
    protected final void showsAndRestoresEverySubsetOfFields() throws Exception {
        for (int outerBits = 0; outerBits < 16; outerBits++) {
            TelemetryContext outer = subset(outerBits, "outer", 1);
            try (Scope outerScope = outer.makeCurrent()) {
                for (int innerBits = 0; innerBits < 16; innerBits++) {
                    TelemetryContext inner = subset(innerBits, "inner", 2);
                    try (Scope innerScope = inner.makeCurrent()) {
                        assertEquals(inner.toStringMap(), fieldsShown());
                    }
                    assertEquals(outer.toStringMap(), fieldsShown());
                }
            }
            assertEquals(NOTHING, fieldsShown());
        }
    }

    private static TelemetryContext subset(int bits, String mark, int iteration) {
        TelemetryContext.Builder fields = TelemetryContext.builder();
        if ((bits & 1) != 0) {
            fields.sessionId("s-" + mark);
        }
        if ((bits & 2) != 0) {
            fields.requestId("r-" + mark);
        }
        if ((bits & 4) != 0) {
            fields.modelId("m-" + mark);
        }
        if ((bits & 8) != 0) {
            fields.samplingIteration(iteration);
        }
        return fields.build();
    }

    /**
     * Checks that a nested scope inherits fields, and that null hides a field.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scopes are only opened and closed
    protected final void nestedScopesInheritFieldsAndNullHidesThem() throws Exception {
        try (Scope outer =
                TelemetryContext.with().sessionId("s-1").modelId("granite").open()) {
            try (Scope inner =
                    TelemetryContext.with().modelId(null).samplingIteration(1).open()) {
                assertEquals(Map.of("session_id", "s-1", "sampling_iteration", "1"), fieldsShown());
            }
            assertEquals(Map.of("session_id", "s-1", "model_id", "granite"), fieldsShown());
        }
        assertEquals(NOTHING, fieldsShown());
    }

    /**
     * Checks that no fields remain after an exception leaves a scope.
     *
     * @throws Exception to fail the test
     */
    @Test
    protected final void showsNoFieldsAfterException() throws Exception {
        assertThrows(
                IllegalStateException.class,
                () -> CONTEXT.toBuilder().call(() -> {
                    assertEquals(SHOWN, fieldsShown());
                    throw new IllegalStateException("on purpose");
                }));
        assertEquals(NOTHING, fieldsShown());
    }

    /**
     * Checks an outer scope that is closed before the inner one.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("MustBeClosedChecker") // the test closes the scopes out of order
    protected final void scopeClosedOutOfOrderStaysClosed() throws Exception {
        Scope first = TelemetryContext.builder().sessionId("first").open();
        Scope second = TelemetryContext.builder().sessionId("second").open();
        first.close();
        assertEquals(Map.of("session_id", "second"), fieldsShown());
        second.close();
        assertEquals(NOTHING, fieldsShown());
    }

    /**
     * Checks {@link TelemetryContext#wrap(Callable)} on a pooled thread.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scope is only opened and closed
    protected final void wrappedTasksShowTheirContextOnPooledThread() throws Exception {
        try (Scope scope = CONTEXT.makeCurrent()) {
            Callable<Map<String, String>> task = this::fieldsShown;
            assertEquals(NOTHING, pool.submit(task).get());
            assertEquals(SHOWN, pool.submit(CONTEXT.wrap(task)).get());
            assertEquals(NOTHING, pool.submit(task).get());
        }
    }

    /**
     * Checks the executors of {@link TelemetryExecutors}.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scope is only opened and closed
    protected final void propagatingExecutorsShowContextOfSubmitter() throws Exception {
        ScheduledExecutorService scheduled = Executors.newSingleThreadScheduledExecutor();
        try (Scope scope = CONTEXT.makeCurrent()) {
            Callable<Map<String, String>> task = this::fieldsShown;
            assertEquals(NOTHING, pool.submit(task).get());
            assertEquals(
                    SHOWN, TelemetryExecutors.propagating(pool).submit(task).get());

            assertEquals(
                    NOTHING, scheduled.schedule(task, 1, TimeUnit.MILLISECONDS).get());
            assertEquals(
                    SHOWN,
                    TelemetryExecutors.propagating(scheduled)
                            .schedule(task, 1, TimeUnit.MILLISECONDS)
                            .get());
            assertEquals(NOTHING, pool.submit(task).get());
            assertEquals(NOTHING, scheduled.submit(task).get());
        } finally {
            scheduled.shutdownNow();
        }
    }

    /**
     * Checks the stages of {@link TelemetryFuture}.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scope is only opened and closed
    protected final void stagesShowContextOfThreadThatAttachedThem() throws Exception {
        Executor executor = pool;
        CompletableFuture<String> plain = new CompletableFuture<>();
        TelemetryFuture<String> pending = new TelemetryFuture<>();
        CompletableFuture<Map<String, String>> control;
        TelemetryFuture<Map<String, String>> attachedBefore;
        TelemetryFuture<Map<String, String>> attachedAfter;
        try (Scope scope = CONTEXT.makeCurrent()) {
            control = plain.thenApply(value -> shown());
            attachedBefore = pending.thenApply(value -> shown());
            attachedAfter = TelemetryFuture.completedFuture("done").thenApplyAsync(value -> shown(), executor);
        }
        executor.execute(() -> {
            plain.complete("done");
            pending.complete("done");
        });
        assertEquals(NOTHING, control.get());
        assertEquals(SHOWN, attachedBefore.get());
        assertEquals(SHOWN, attachedAfter.get());
        assertEquals(NOTHING, pool.submit(this::fieldsShown).get());
    }

    private Map<String, String> shown() {
        try {
            return fieldsShown();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Checks threads that start inside a scope: platform threads, and virtual threads if the JDK has them.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scope is only opened and closed
    protected final void onlyVirtualThreadsInheritContextOfCreator() throws Exception {
        try (Scope scope = CONTEXT.makeCurrent()) {
            FutureTask<Map<String, String>> onPlatformThread = new FutureTask<>(this::fieldsShown);
            new Thread(onPlatformThread).start();
            assertEquals(NOTHING, onPlatformThread.get());

            if (VirtualThreads.EXIST) {
                FutureTask<Map<String, String>> onVirtualThread = new FutureTask<>(this::fieldsShown);
                VirtualThreads.start(onVirtualThread);
                assertEquals(SHOWN, onVirtualThread.get());
            }
        }
    }

    /**
     * Checks several threads that open scopes in lockstep.
     *
     * @throws Exception to fail the test
     */
    @Test
    protected final void concurrentSessionsShowOnlyTheirOwnFields() throws Exception {
        int sessions = 4;
        ExecutorService threads = Executors.newFixedThreadPool(sessions);
        try {
            CyclicBarrier together = new CyclicBarrier(sessions);
            List<Future<?>> results = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                String session = "s-" + i;
                results.add(threads.submit(() -> {
                    for (int round = 0; round < 25; round++) {
                        Map<String, String> expected =
                                Map.of("session_id", session, "sampling_iteration", Integer.toString(round));
                        together.await();
                        assertEquals(
                                expected,
                                TelemetryContext.with()
                                        .sessionId(session)
                                        .samplingIteration(round)
                                        .call(this::fieldsShown));
                    }
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Checks that the library's class loader can be collected while its threads live. As a control, an open scope must
     * keep a class loader alive.
     *
     * @throws Exception to fail the test
     */
    @Test
    protected final void unloadsClassLoaderAfterItsScopesAreClosed() throws Exception {
        ClassLoaderProbe.assertCollectableUnlessScopeIsOpen(getClass());
    }
}
