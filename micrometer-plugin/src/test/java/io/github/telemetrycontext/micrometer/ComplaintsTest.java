package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.util.context.Context;

/** A snapshot sets and restores the thread locals of others too, whatever a listener has against our scopes. */
@ExtendWith(TelemetryContextExtension.class)
class ComplaintsTest {

    private final ThreadLocal<String> others = ThreadLocal.withInitial(() -> "before");
    private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
            .contextRegistry(new ContextRegistry()
                    .loadContextAccessors()
                    .registerThreadLocalAccessor("others", others)
                    .registerThreadLocalAccessor(new TelemetryContextThreadLocalAccessor()))
            .build();

    @Test
    void aComplaintGoesToTheLogAndTheThreadLocalsOfOthersAreRestored() {
        Complaints complaints = new Complaints();
        try (complaints) {
            captured()
                    .wrap(() -> {
                        assertThat(others.get()).isEqualTo("carried");
                        assertThat(TelemetryContext.current()).isEqualTo(ComplainingListener.COMPLAINED_OF);
                    })
                    .run();
        }
        assertThat(others.get()).isEqualTo("before");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        assertThat(complaints.records)
                .singleElement()
                .satisfies(record -> assertThat(record.getThrown()).hasMessage("complaint"));
    }

    @Test
    void aRefusedScopeFailsTheSettingAndChangesNothing() {
        TelemetryContextThreadLocalAccessor accessor = new TelemetryContextThreadLocalAccessor();

        assertThatIllegalStateException()
                .isThrownBy(() -> accessor.setValue(ComplainingListener.REFUSED))
                .withMessage("refused");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        accessor.restore(TelemetryContext.empty());
    }

    private ContextSnapshot captured() {
        return snapshots.captureFrom(Context.of(
                "others", "carried", TelemetryContextThreadLocalAccessor.KEY, ComplainingListener.COMPLAINED_OF));
    }
}
