package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LibraryLog;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.util.context.Context;

/** If a scope listener throws, Micrometer still sets and restores the thread locals of other libraries. */
@ExtendWith(TelemetryContextExtension.class)
class ListenerExceptionTest {

    private final ThreadLocal<String> others = ThreadLocal.withInitial(() -> "before");
    private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
            .contextRegistry(new ContextRegistry()
                    .loadContextAccessors()
                    .registerThreadLocalAccessor("others", others)
                    .registerThreadLocalAccessor(new TelemetryContextThreadLocalAccessor()))
            .build();

    @Test
    void logsExceptionOfListenerAndRestoresForeignThreadLocals() {
        LibraryLog libraryLog = new LibraryLog();
        try (libraryLog) {
            captured()
                    .wrap(() -> {
                        assertThat(others.get()).isEqualTo("carried");
                        assertThat(TelemetryContext.current()).isEqualTo(ThrowingListener.FAILS_ON_CLOSE);
                    })
                    .run();
        }
        assertThat(others.get()).isEqualTo("before");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        assertThat(libraryLog.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getThrown()).hasMessage("close failed"));
    }

    @Test
    void throwsAndKeepsContextWhenListenerRefusesScope() {
        TelemetryContextThreadLocalAccessor accessor = new TelemetryContextThreadLocalAccessor();

        assertThatIllegalStateException()
                .isThrownBy(() -> accessor.setValue(ThrowingListener.REFUSED))
                .withMessage("refused");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        accessor.restore(TelemetryContext.empty());
    }

    private ContextSnapshot captured() {
        return snapshots.captureFrom(Context.of(
                "others", "carried", TelemetryContextThreadLocalAccessor.KEY, ThrowingListener.FAILS_ON_CLOSE));
    }
}
