package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
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

/** In a JVM of its own, with {@code telemetry.context.strict}: who only uses what carries the context hears no complaint. */
@Tag("strict")
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scopes are there for their ends alone
class StrictModeTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();
    private static final TelemetryContext LEFT =
            TelemetryContext.builder().sessionId("left open").build();

    private final Complaints complaints = new Complaints();

    @RegisterExtension
    private final PooledThread pool = new PooledThread();

    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().build();

    @AfterEach
    void endOfTheTest() {
        Hooks.disableAutomaticContextPropagation();
        complaints.close();
    }

    @ParameterizedTest
    @MethodSource("io.github.telemetrycontext.micrometer.Pipeline#all")
    void aPipelineIsNotComplainedOf(Pipeline pipeline) {
        Hooks.enableAutomaticContextPropagation();
        try (Scope scope = CALLER.makeCurrent()) {
            assertThat(pipeline.on(pool).block()).isSameAs(CALLER);
        }
        assertThat(complaints.records).isEmpty();
    }

    @ParameterizedTest
    @MethodSource({
        "io.github.telemetrycontext.micrometer.ExecutorsTest#handovers",
        "io.github.telemetrycontext.micrometer.ExecutorsTest#scheduledHandovers"
    })
    void anExecutorIsNotComplainedOf(ExecutorsTest.Handover<? super ScheduledExecutorService> handover)
            throws Exception {
        ScheduledExecutorService wrapped = ContextScheduledExecutorService.wrap(pool.executor, snapshots);
        assertThat(CALLER.toBuilder().call(() -> ExecutorsTest.seen(handover, wrapped)))
                .isEqualTo(CALLER);
        assertThat(complaints.records).isEmpty();
    }

    @Test
    void aDecoratedTaskWithScopesOfItsOwnIsNotComplainedOf() throws Exception {
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
        assertThat(complaints.records).isEmpty();
    }

    @Test
    void settingsInsideEachOtherAreNotComplainedOf() {
        ContextSnapshot carried = CALLER.wrapSupplier(snapshots::captureAll).get();
        ContextSnapshot nothing = snapshots.captureAll();
        try (ContextSnapshot.Scope outer = carried.setThreadLocals();
                ContextSnapshot.Scope inner = nothing.setThreadLocals()) {
            assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        }
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        assertThat(complaints.records).isEmpty();
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // that the scope is left open is the point
    void aScopeThatATaskLeavesOpenIsReportedInTheLogAndUnwound() throws Exception {
        List<Scope> left = new ArrayList<>();
        Runnable task = CALLER.toBuilder()
                .call(() -> snapshots.captureAll().wrap((Runnable) () -> left.add(LEFT.makeCurrent())));

        pool.executor.submit(task).get();
        assertThat(pool.unwrapped()).isSameAs(PooledThread.ITS_OWN);
        assertThat(complaints.records)
                .singleElement()
                .satisfies(record -> assertThat(record.getThrown())
                        .hasMessageContaining("left open")
                        .hasMessageContaining("was never closed"));
        assertThatThrownBy(() ->
                        pool.executor.submit(() -> left.forEach(Scope::close)).get())
                .hasMessageContaining("closed out of order");
    }
}
