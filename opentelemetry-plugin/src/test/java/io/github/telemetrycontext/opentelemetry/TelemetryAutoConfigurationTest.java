package io.github.telemetrycontext.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK finds the service by itself. A processor added by the application notes what ours, being first, has set. */
class TelemetryAutoConfigurationTest {

    private static final Map<AttributeKey<?>, Object> OWN =
            Map.of(stringKey("session_id"), "s-1", stringKey("model_id"), "granite", longKey("sampling_iteration"), 3L);
    private static final Map<AttributeKey<?>, Object> STANDARD =
            Map.of(stringKey("gen_ai.conversation.id"), "s-1", stringKey("gen_ai.request.model"), "granite");

    private final List<Map<AttributeKey<?>, Object>> spans = new ArrayList<>();
    private final List<Map<AttributeKey<?>, Object>> records = new ArrayList<>();

    @Test
    void withoutAnySettingBothSetsAreThereBeforeOtherProcessorsLook() {
        startOneOfEach(Map.of());

        Map<AttributeKey<?>, Object> both = new HashMap<>(OWN);
        both.putAll(STANDARD);
        assertThat(spans).containsExactly(both);
        assertThat(records).containsExactly(both);
    }

    @Test
    void theSetsAreChosenForSpansAndForRecords() {
        startOneOfEach(Map.of(
                "otel.telemetry-context.span.attributes", "standard", "otel.telemetry-context.log.attributes", "OWN"));

        assertThat(spans).containsExactly(STANDARD);
        assertThat(records).containsExactly(OWN);
    }

    @Test
    void bothAreSwitchedOffByNone() {
        startOneOfEach(Map.of(
                "otel.telemetry-context.span.attributes", "none", "otel.telemetry-context.log.attributes", "none"));

        assertThat(spans).containsExactly(Map.of());
        assertThat(records).containsExactly(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"otel.telemetry-context.span.attributes", "otel.telemetry-context.log.attributes"})
    void anUnknownValueIsRefusedWithTheRemedy(String property) {
        assertThatThrownBy(() -> startOneOfEach(Map.of(property, "all")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Unknown value of " + property + ": all. Set it to both, own, standard or none");
    }

    private void startOneOfEach(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("otel.traces.exporter", "none");
        properties.put("otel.logs.exporter", "none");
        properties.put("otel.metrics.exporter", "none");
        var sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> properties)
                .addTracerProviderCustomizer((provider, config) -> provider.addSpanProcessor(new NotesSpans()))
                .addLoggerProviderCustomizer((provider, config) -> provider.addLogRecordProcessor(new NotesRecords()))
                .build()
                .getOpenTelemetrySdk();
        try (sdk) {
            TelemetryContext.with()
                    .sessionId("s-1")
                    .modelId("granite")
                    .samplingIteration(3)
                    .run(() -> {
                        sdk.getTracer("test").spanBuilder("span").startSpan().end();
                        sdk.getLogsBridge().get("test").logRecordBuilder().emit();
                    });
        }
    }

    private final class NotesSpans implements SpanProcessor {

        @Override
        public void onStart(Context parentContext, ReadWriteSpan span) {
            spans.add(span.getAttributes().asMap());
        }

        @Override
        public boolean isStartRequired() {
            return true;
        }

        @Override
        public void onEnd(ReadableSpan span) {}

        @Override
        public boolean isEndRequired() {
            return false;
        }
    }

    private final class NotesRecords implements LogRecordProcessor {

        @Override
        public void onEmit(Context context, ReadWriteLogRecord record) {
            records.add(record.getAttributes().asMap());
        }
    }
}
