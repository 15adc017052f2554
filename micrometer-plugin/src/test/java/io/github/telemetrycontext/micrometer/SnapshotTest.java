package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.util.context.Context;

/** Micrometer's snapshots, with the accessor from its service loader. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scope variables are never read
class SnapshotTest {

    private static final TelemetryContext CAPTURED =
            TelemetryContext.builder().requestId("r").samplingIteration(2).build();

    @RegisterExtension
    private final PooledThread pool = new PooledThread();

    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().build();

    private ContextSnapshot captured() {
        return CAPTURED.toBuilder().call(() -> snapshots.captureAll());
    }

    @Test
    void runnableRunsWithCapturedContext() throws Exception {
        List<TelemetryContext> seen = new ArrayList<>();
        Runnable task = () -> seen.add(TelemetryContext.current());

        pool.executor.submit(task).get();
        pool.executor.submit(captured().wrap(task)).get();
        assertThat(seen).containsExactly(PooledThread.ITS_OWN, CAPTURED);
    }

    @Test
    void callableRunsWithCapturedContext() throws Exception {
        Callable<TelemetryContext> task = TelemetryContext::current;

        assertThat(pool.executor.submit(task).get()).isSameAs(PooledThread.ITS_OWN);
        assertThat(pool.executor.submit(captured().wrap(task)).get()).isEqualTo(CAPTURED);
    }

    @Test
    void consumerRunsWithCapturedContext() throws Exception {
        List<TelemetryContext> seen = new ArrayList<>();
        Consumer<String> task = value -> seen.add(TelemetryContext.current());
        Consumer<String> wrapped = captured().wrap(task);

        pool.executor.submit(() -> task.accept("")).get();
        pool.executor.submit(() -> wrapped.accept("")).get();
        assertThat(seen).containsExactly(PooledThread.ITS_OWN, CAPTURED);
    }

    @Test
    void executorRunsTasksWithCapturedContext() throws Exception {
        List<TelemetryContext> seen = new ArrayList<>();
        Runnable task = () -> seen.add(TelemetryContext.current());

        pool.executor.execute(task);
        captured().wrapExecutor(pool.executor).execute(task);
        pool.unwrapped();
        assertThat(seen).containsExactly(PooledThread.ITS_OWN, CAPTURED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void snapshotTakenOutsideOfScopesHidesStaleContext(boolean clearMissing) throws Exception {
        ContextSnapshotFactory factory =
                ContextSnapshotFactory.builder().clearMissing(clearMissing).build();
        Callable<TelemetryContext> task = factory.captureAll().wrap(TelemetryContext::current);

        assertThat(pool.executor.submit(task).get()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void restoresThreadWhenTaskThrowsAndLeavesScopeOpen() throws Exception {
        AtomicReference<Scope> left = new AtomicReference<>();
        Runnable failing = () -> {
            left.set(leaveOpen());
            throw new IllegalStateException("from the task");
        };
        Runnable task = captured().wrap(failing);

        pool.executor
                .submit(() -> {
                    assertThatIllegalStateException().isThrownBy(task::run).withMessage("from the task");
                    assertThat(TelemetryContext.current()).isSameAs(PooledThread.ITS_OWN);
                    assertThat(left.get()).isNotNull().satisfies(Scope::close);
                })
                .get();
        assertThat(pool.unwrapped()).isSameAs(PooledThread.ITS_OWN);
    }

    @SuppressWarnings("MustBeClosedChecker") // leaves the scope open on purpose
    private static Scope leaveOpen() {
        return TelemetryContext.with().modelId("left").open();
    }

    @Test
    void setsOnlySelectedKeys() {
        try (ContextSnapshot.Scope none = captured().setThreadLocals(key -> false)) {
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        }
        try (ContextSnapshot.Scope ours = captured().setThreadLocals(TelemetryContextThreadLocalAccessor.KEY::equals)) {
            assertThat(TelemetryContext.current()).isEqualTo(CAPTURED);
        }
    }

    @Test
    void writesSnapshotToReactorContextAndReadsItBack() {
        Context context = captured().updateContext(Context.empty());

        assertThat(context.<TelemetryContext>get(TelemetryContextThreadLocalAccessor.KEY))
                .isEqualTo(CAPTURED);
        try (ContextSnapshot.Scope scope =
                snapshots.setThreadLocalsFrom(context, TelemetryContextThreadLocalAccessor.KEY)) {
            assertThat(TelemetryContext.current()).isEqualTo(CAPTURED);
        }
        try (ContextSnapshot.Scope scope = snapshots.captureFrom(context).setThreadLocals()) {
            assertThat(TelemetryContext.current()).isEqualTo(CAPTURED);
        }
    }

    @Test
    void clearsMissingContextOnlyIfConfigured() {
        ContextSnapshotFactory clearing =
                ContextSnapshotFactory.builder().clearMissing(true).build();
        try (Scope stale = CAPTURED.makeCurrent()) {
            try (ContextSnapshot.Scope scope = snapshots.setThreadLocalsFrom(Context.empty())) {
                assertThat(TelemetryContext.current()).isEqualTo(CAPTURED);
            }
            try (ContextSnapshot.Scope scope = clearing.setThreadLocalsFrom(Context.empty())) {
                assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
            }
            assertThat(TelemetryContext.current()).isEqualTo(CAPTURED);
        }
    }

    @Test
    void worksInRegistryWithoutServices() throws Exception {
        ContextRegistry registry =
                new ContextRegistry().registerThreadLocalAccessor(new TelemetryContextThreadLocalAccessor());
        ContextSnapshotFactory factory =
                ContextSnapshotFactory.builder().contextRegistry(registry).build();
        Callable<TelemetryContext> task =
                CAPTURED.toBuilder().call(() -> factory.captureAll().wrap(TelemetryContext::current));

        assertThat(pool.executor.submit(task).get()).isEqualTo(CAPTURED);
    }
}
