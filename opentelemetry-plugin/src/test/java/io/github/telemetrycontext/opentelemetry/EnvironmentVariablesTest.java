package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sets the properties as environment variables of another JVM. */
@Tag("opentelemetry-1.50")
class EnvironmentVariablesTest {

    @Test
    void readsEachPropertyFromEnvironmentVariable() {
        Result result = new ForkedJvm()
                .environment(Map.of(
                        "OTEL_TELEMETRY_CONTEXT_SPAN_ATTRIBUTES", "standard",
                        "OTEL_TELEMETRY_CONTEXT_LOG_ATTRIBUTES", "own",
                        "OTEL_TELEMETRY_CONTEXT_BAGGAGE_ENABLED", "true",
                        "OTEL_TRACES_EXPORTER", "none",
                        "OTEL_METRICS_EXPORTER", "none",
                        "OTEL_LOGS_EXPORTER", "none"))
                .run(Program.class)
                .succeeded();

        assertThat(result.out())
                .containsExactly(
                        "span {gen_ai.conversation.id=s-1}", "record {session_id=s-1}", "header session_id=s-1");
    }

    static final class Program {

        private Program() {}

        public static void main(String[] arguments) {
            InMemorySpanExporter spans = InMemorySpanExporter.create();
            InMemoryLogRecordExporter records = InMemoryLogRecordExporter.create();
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addTracerProviderCustomizer(
                            (provider, config) -> provider.addSpanProcessor(SimpleSpanProcessor.create(spans)))
                    .addLoggerProviderCustomizer((provider, config) ->
                            provider.addLogRecordProcessor(SimpleLogRecordProcessor.create(records)))
                    .build()
                    .getOpenTelemetrySdk();
            TelemetryContext.builder().sessionId("s-1").run(() -> useOf(sdk));
            spans.getFinishedSpanItems()
                    .forEach(span -> System.out.println(
                            "span " + Map.copyOf(span.getAttributes().asMap())));
            records.getFinishedLogRecordItems()
                    .forEach(record -> System.out.println(
                            "record " + Map.copyOf(record.getAttributes().asMap())));
            TelemetryContext.builder().sessionId("s-1").run(() -> printHeader(sdk));
            sdk.close();
        }

        private static void useOf(OpenTelemetrySdk sdk) {
            sdk.getTracer("test").spanBuilder("span").startSpan().end();
            sdk.getLogsBridge().get("test").logRecordBuilder().emit();
        }

        private static void printHeader(OpenTelemetrySdk sdk) {
            sdk.getPropagators()
                    .getTextMapPropagator()
                    .inject(
                            Context.current(),
                            "header",
                            (message, key, value) -> System.out.println(message + " " + value));
        }
    }
}
