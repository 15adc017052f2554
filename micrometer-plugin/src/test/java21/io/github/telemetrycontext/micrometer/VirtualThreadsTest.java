package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/** A virtual thread starts with its creator's context. A snapshot replaces this context and restores it. */
@ExtendWith(TelemetryContextExtension.class)
class VirtualThreadsTest {

    private static final TelemetryContext CREATOR =
            TelemetryContext.builder().sessionId("creator").build();
    private static final TelemetryContext CARRIED =
            TelemetryContext.builder().sessionId("carried").build();

    private final ContextSnapshotFactory snapshots =
            ContextSnapshotFactory.builder().build();

    @Test
    @SuppressWarnings("try") // the scope variable is never read
    void restoresInheritedContextAfterSnapshot() throws Exception {
        ContextSnapshot carried = CARRIED.wrapSupplier(snapshots::captureAll).get();
        ContextSnapshot nothing = snapshots.captureAll();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<TelemetryContext> seen = CREATOR.wrapSupplier(() -> threads.submit(() -> {
                        TelemetryContext first = TelemetryContext.current();
                        TelemetryContext inside =
                                carried.wrap(TelemetryContext::current).call();
                        TelemetryContext between = TelemetryContext.current();
                        TelemetryContext cleared =
                                nothing.wrap(TelemetryContext::current).call();
                        return List.of(first, inside, between, cleared, TelemetryContext.current());
                    }))
                    .get()
                    .get();
            assertThat(seen).containsExactly(CREATOR, CARRIED, CREATOR, TelemetryContext.empty(), CREATOR);
        }
    }

    @Test
    void virtualThreadExecutorOfSpringNeedsNoDecorator() throws Exception {
        VirtualThreadTaskExecutor executor = new VirtualThreadTaskExecutor("virtual-");
        assertThat(CREATOR.wrapSupplier(() -> executor.submitCompletable(TelemetryContext::current))
                        .get()
                        .get())
                .isSameAs(CREATOR);
    }
}
