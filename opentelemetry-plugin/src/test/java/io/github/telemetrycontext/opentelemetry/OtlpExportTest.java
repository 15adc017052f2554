package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import io.github.telemetrycontext.testsupport.OtlpReceiver;
import io.opentelemetry.instrumentation.logback.appender.v1_0.OpenTelemetryAppender;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attributes that the real OTLP exporter sends. Only its endpoint is configured. */
@Tag("opentelemetry-1.50")
class OtlpExportTest {

    private static final Map<String, Object> FIELDS = AllFields.byName(AllFields.TYPED);

    @Test
    void exportsTypedAttributesAndLinksRecordsToSpans() throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            try (OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(receiver::settings)
                    .build()
                    .getOpenTelemetrySdk()) {
                AllFields.CONTEXT.wrap(() -> spanWithRecord(sdk, "inside")).run();
                spanWithRecord(sdk, "outside");
            }

            assertThat(map(receiver.spans, Span::getName, Span::getSpanId))
                    .hasSize(2)
                    .isEqualTo(map(receiver.records, OtlpExportTest::message, LogRecord::getSpanId));
            assertThat(map(
                            receiver.spans,
                            Span::getName,
                            span -> OtlpReceiver.valuesWithoutThread(span.getAttributesList())))
                    .isEqualTo(Map.of("inside", FIELDS, "outside", Map.of()));
            assertThat(map(
                            receiver.records,
                            OtlpExportTest::message,
                            record -> OtlpReceiver.valuesWithoutThread(record.getAttributesList())))
                    .isEqualTo(Map.of("inside", FIELDS, "outside", Map.of()));
        }
    }

    private static <T, V> Map<String, V> map(List<T> items, Function<T, String> key, Function<T, V> value) {
        return items.stream().collect(Collectors.toMap(key, value));
    }

    private static String message(LogRecord record) {
        return record.getBody().getStringValue();
    }

    @SuppressWarnings("try") // the scope variable is never read
    private static void spanWithRecord(OpenTelemetrySdk sdk, String name) {
        var span = sdk.getTracer("test").spanBuilder(name).startSpan();
        try (var current = span.makeCurrent()) {
            LoggerContext context = new LoggerContext();
            TelemetryMdcAdapter.install(context);
            OpenTelemetryAppender appender = new OpenTelemetryAppender();
            appender.setContext(context);
            appender.setOpenTelemetry(sdk);
            appender.start();
            context.getLogger("app").addAppender(appender);
            context.getLogger("app").info(name);
        } finally {
            span.end();
        }
    }
}
