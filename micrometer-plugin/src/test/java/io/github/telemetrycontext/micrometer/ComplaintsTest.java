package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
        List<LogRecord> records = new ArrayList<>();
        Handler handler = recordingTo(records);
        Logger log = Logger.getLogger("io.github.telemetrycontext");
        log.addHandler(handler);
        log.setUseParentHandlers(false);
        try {
            captured()
                    .wrap(() -> {
                        assertThat(others.get()).isEqualTo("carried");
                        assertThat(TelemetryContext.current()).isEqualTo(ComplainingListener.COMPLAINED_OF);
                    })
                    .run();
        } finally {
            log.setUseParentHandlers(true);
            log.removeHandler(handler);
        }
        assertThat(others.get()).isEqualTo("before");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
        assertThat(records)
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

    private static Handler recordingTo(List<LogRecord> records) {
        return new Handler() {
            @Override
            public void publish(LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }
}
