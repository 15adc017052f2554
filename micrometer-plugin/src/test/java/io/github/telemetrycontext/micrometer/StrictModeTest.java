package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LibraryLog;
import io.micrometer.context.ContextScheduledExecutorService;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import reactor.core.publisher.Hooks;

/** Runs in its own JVM with {@code telemetry.context.strict}. Propagation alone must not be reported. */
@Tag("strict")
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scope variables are never read
class StrictModeTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();
    private static final TelemetryContext LEFT =
            TelemetryContext.builder().sessionId("left open").build();

    private final LibraryLog libraryLog = new LibraryLog();

    @RegisterExtension
    private final PooledThread pool = new PooledThread();

    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().build();

    @AfterEach
    void endOfTheTest() {
        Hooks.disableAutomaticContextPropagation();
        libraryLog.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.telemetrycontext.micrometer.Pipeline#all")
    void reportsNothingForPipeline(Pipeline pipeline) {
        Hooks.enableAutomaticContextPropagation();
        try (Scope scope = CALLER.makeCurrent()) {
            assertThat(pipeline.on(pool).block()).isSameAs(CALLER);
        }
        assertThat(libraryLog.records()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource({
        "io.github.telemetrycontext.micrometer.ExecutorsTest#submissions",
        "io.github.telemetrycontext.micrometer.ExecutorsTest#scheduledSubmissions"
    })
    void reportsNothingForExecutor(ExecutorsTest.Submission<? super ScheduledExecutorService> submission)
            throws Exception {
        ScheduledExecutorService wrapped = ContextScheduledExecutorService.wrap(pool.executor, snapshots);
        assertThat(CALLER.toBuilder().call(() -> ExecutorsTest.seen(submission, wrapped)))
                .isEqualTo(CALLER);
        assertThat(libraryLog.records()).isEmpty();
    }

    @Test
    void reportsNothingForDecoratedTaskWithOwnScopes() throws Exception {
        List<TelemetryContext> seen = new ArrayList<>();
        Runnable decorated = CALLER.toBuilder()
                .call(() -> new ContextPropagatingTaskDecorator()
                        .decorate(() -> TelemetryContext.with().modelId("own").run(() -> {
                            try (Scope nested =
                                    TelemetryContext.with().samplingIteration(1).open()) {
                                seen.add(TelemetryContext.current());
                            }
                        })));
        pool.executor.submit(decorated).get();
        assertThat(seen)
                .containsExactly(
                        CALLER.toBuilder().modelId("own").samplingIteration(1).build());
        assertThat(libraryLog.records()).isEmpty();
    }

    @Test
    void reportsNothingForNestedSnapshots() {
        ContextSnapshot carried = CALLER.wrapSupplier(snapshots::captureAll).get();
        ContextSnapshot nothing = snapshots.captureAll();
        try (ContextSnapshot.Scope outer = carried.setThreadLocals();
                ContextSnapshot.Scope inner = nothing.setThreadLocals()) {
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        }
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        assertThat(libraryLog.records()).isEmpty();
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // leaves the scope open on purpose
    void logsAndClosesScopeThatTaskLeavesOpen() throws Exception {
        List<Scope> left = new ArrayList<>();
        Runnable task = CALLER.toBuilder()
                .call(() -> snapshots.captureAll().wrap((Runnable) () -> left.add(LEFT.makeCurrent())));

        pool.executor.submit(task).get();
        assertThat(pool.unwrapped()).isSameAs(PooledThread.ITS_OWN);
        assertThat(libraryLog.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getThrown())
                        .hasMessageContaining("left open")
                        .hasMessageContaining("was never closed"));
        assertThatThrownBy(() ->
                        pool.executor.submit(() -> left.forEach(Scope::close)).get())
                .hasMessageContaining("closed out of order");
    }
}
