package io.github.telemetrycontext.opentelemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK finds the plugin as a service. Processors of the test record the attributes of spans and log records. */
class TelemetryAutoConfigurationTest {

    private static final Map<AttributeKey<?>, Object> OWN =
            Map.of(stringKey("session_id"), "s-1", stringKey("model_id"), "granite", longKey("sampling_iteration"), 3L);
    private static final Map<AttributeKey<?>, Object> STANDARD = Map.of(stringKey("gen_ai.conversation.id"), "s-1");

    private final List<Map<AttributeKey<?>, Object>> spans = new ArrayList<>();
    private final List<Map<AttributeKey<?>, Object>> records = new ArrayList<>();

    /** Attributes of log records are collected during emit, as an exporter without a batch sees them. */
    @Test
    void setsBothSetsOfNamesByDefault() {
        startOneOfEach(Map.of());

        assertThat(spans).containsExactly(both());
        assertThat(records).containsExactly(both());
    }

    @Test
    @Tag("opentelemetry-1.50")
    void addsProcessorsBeforeThoseOfApplication() {
        startOneOfEach(sdk(Map.of())
                .addTracerProviderCustomizer((provider, config) -> provider.addSpanProcessor(new RecordsStarts()))
                .addLoggerProviderCustomizer((provider, config) -> provider.addLogRecordProcessor(new RecordsLogs())));

        assertThat(spans).containsExactly(both());
        assertThat(records).containsExactly(both());
    }

    private static Map<AttributeKey<?>, Object> both() {
        Map<AttributeKey<?>, Object> both = new HashMap<>(OWN);
        both.putAll(STANDARD);
        return both;
    }

    @Test
    void choosesSetsOfNamesForSpansAndForRecords() {
        startOneOfEach(Map.of(
                "otel.telemetry-context.span.attributes", "standard", "otel.telemetry-context.log.attributes", "OWN"));

        assertThat(spans).containsExactly(STANDARD);
        assertThat(records).containsExactly(OWN);
    }

    @Test
    void setsCustomNames() {
        startOneOfEach(Map.of(
                "otel.telemetry-context.span.session-id.names", "session.id,langsmith.metadata.session_id",
                "otel.telemetry-context.span.model-id.names", "none",
                "otel.telemetry-context.span.sampling-iteration.names", "none",
                "otel.telemetry-context.log.attributes", "none",
                "otel.telemetry-context.log.model-id.names", "model"));

        assertThat(spans)
                .containsExactly(
                        Map.of(stringKey("session.id"), "s-1", stringKey("langsmith.metadata.session_id"), "s-1"));
        assertThat(records).containsExactly(Map.of(stringKey("model"), "granite"));
    }

    @Test
    void setsNoAttributesIfSetIsNone() {
        startOneOfEach(Map.of(
                "otel.telemetry-context.span.attributes", "none", "otel.telemetry-context.log.attributes", "none"));

        assertThat(spans).containsExactly(Map.of());
        assertThat(records).containsExactly(Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"otel.telemetry-context.span.attributes", "otel.telemetry-context.log.attributes"})
    void rejectsUnknownValueAndNamesAction(String property) {
        assertThatThrownBy(() -> startOneOfEach(Map.of(property, "all")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Unknown value of " + property + ": all. Set it to both, own, standard or none");
    }

    private void startOneOfEach(Map<String, String> settings) {
        Map<String, String> withExporter = new HashMap<>(settings);
        withExporter.put("otel.logs.exporter", "otlp");
        startOneOfEach(sdk(withExporter)
                .addTracerProviderCustomizer((provider, config) -> provider.addSpanProcessor(new RecordsEnds()))
                // Replaces the processor that the SDK adds for the exporter.
                .addLogRecordProcessorCustomizer((processor, config) -> new RecordsLogs()));
    }

    private static AutoConfiguredOpenTelemetrySdkBuilder sdk(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(
                Map.of("otel.traces.exporter", "none", "otel.logs.exporter", "none", "otel.metrics.exporter", "none"));
        properties.putAll(settings);
        return AutoConfiguredOpenTelemetrySdk.builder().disableShutdownHook().addPropertiesSupplier(() -> properties);
    }

    private static void startOneOfEach(AutoConfiguredOpenTelemetrySdkBuilder builder) {
        try (var sdk = builder.build().getOpenTelemetrySdk()) {
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

    private final class RecordsStarts implements SpanProcessor {

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

    private final class RecordsEnds implements SpanProcessor {

        @Override
        public void onStart(Context parentContext, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span.getAttributes().asMap());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    private final class RecordsLogs implements LogRecordProcessor {

        @Override
        public void onEmit(Context context, ReadWriteLogRecord record) {
            records.add(record.toLogRecordData().getAttributes().asMap());
        }
    }
}
