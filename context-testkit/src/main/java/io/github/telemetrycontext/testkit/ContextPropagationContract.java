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
 * What everything that shows the telemetry context must fulfil: a logging plugin, a span processor, an accessor. Extend
 * it, tell in {@link #fieldsShown()} what is shown, and its tests run as yours.
 *
 * <p>The tests that hand work to another thread have a control beside them that does so without this library, and must
 * show nothing. They are for a JVM in which neither {@code telemetry.context.strict} nor {@code
 * telemetry.context.inherit} is set: strict mode complains of what some of them do on purpose, and keeps its class loader.
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

    /** For subclasses. */
    protected ContextPropagationContract() {}

    /**
     * Makes whatever is tested show the context that is current on the calling thread, such as by logging an event, and
     * says what it shows. Called on several threads at once.
     *
     * @return the values as text, by the keys of the fields; nothing but the fields that are shown
     * @throws Exception to fail the test
     */
    protected abstract Map<String, String> fieldsShown() throws Exception;

    /**
     * What {@link #theClassLoaderGoesOnceItsScopesAreClosed()} runs, in a class loader that has its own copy of this
     * library and of the classes in the package of the test, and shares everything else. It is a new instance of the
     * test, made by the constructor without parameters, and none of its life cycle methods has been called. Override it
     * if {@link #fieldsShown()} can't work there.
     *
     * @throws Exception to fail the test
     */
    protected void useInAClassLoaderOfItsOwn() throws Exception {
        assertEquals(CONTEXT.toStringMap(), CONTEXT.wrap(this::fieldsShown).call());
    }

    /** Ends the pooled thread. */
    @AfterEach
    protected final void endThePool() {
        pool.shutdownNow();
    }

    /**
     * All 16 subsets of set fields, each inside each.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scopes are there for their ends alone
    protected final void everySubsetOfTheFieldsIsShownExactlyAndRestored() throws Exception {
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
     * What a nested scope takes over, and how a field is hidden.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scopes are there for their ends alone
    protected final void nestedScopesInheritAndNullHides() throws Exception {
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
     * An exception that leaves a scope.
     *
     * @throws Exception to fail the test
     */
    @Test
    protected final void theFieldsAreGoneAfterAnException() throws Exception {
        assertThrows(
                IllegalStateException.class,
                () -> CONTEXT.toBuilder().call(() -> {
                    assertEquals(SHOWN, fieldsShown());
                    throw new IllegalStateException("on purpose");
                }));
        assertEquals(NOTHING, fieldsShown());
    }

    /**
     * An outer scope that is closed before the inner one.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("MustBeClosedChecker") // closing out of order is what is tested
    protected final void aScopeClosedOutOfOrderNeverShowsAgain() throws Exception {
        Scope first = TelemetryContext.builder().sessionId("first").open();
        Scope second = TelemetryContext.builder().sessionId("second").open();
        first.close();
        assertEquals(Map.of("session_id", "second"), fieldsShown());
        second.close();
        assertEquals(NOTHING, fieldsShown());
    }

    /**
     * {@link TelemetryContext#wrap(Callable)}.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scope is there for its end alone
    protected final void wrappedTasksShowTheirContextOnAPooledThread() throws Exception {
        try (Scope scope = CONTEXT.makeCurrent()) {
            Callable<Map<String, String>> task = this::fieldsShown;
            assertEquals(NOTHING, pool.submit(task).get());
            assertEquals(SHOWN, pool.submit(CONTEXT.wrap(task)).get());
            assertEquals(NOTHING, pool.submit(task).get());
        }
    }

    /**
     * {@link TelemetryExecutors}.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scope is there for its end alone
    protected final void propagatingExecutorsShowTheContextOfTheSubmitter() throws Exception {
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
     * {@link TelemetryFuture}.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scope is there for its end alone
    protected final void stagesShowTheContextThatAttachedThem() throws Exception {
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
     * Threads that are started inside a scope, virtual ones where the JDK has them.
     *
     * @throws Exception to fail the test
     */
    @Test
    @SuppressWarnings("try") // the scope is there for its end alone
    protected final void platformThreadsShowNothingAndVirtualThreadsWhatTheirCreatorHad() throws Exception {
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
     * Several threads that open scopes in step.
     *
     * @throws Exception to fail the test
     */
    @Test
    protected final void sessionsAtTheSameTimeShowTheirOwnFieldsOnly() throws Exception {
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
     * A class loader of this library whose threads live on; with a scope left open it must stay.
     *
     * @throws Exception to fail the test
     */
    @Test
    protected final void theClassLoaderGoesOnceItsScopesAreClosed() throws Exception {
        ClassLoaderProbe.assertGoesButNotWithAnOpenScope(getClass());
    }
}
