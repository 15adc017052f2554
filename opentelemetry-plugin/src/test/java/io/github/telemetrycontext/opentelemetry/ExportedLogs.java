package io.github.telemetrycontext.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import java.util.Map;
import java.util.stream.Collectors;

/** An SDK with the processor, and what it has exported. */
final class ExportedLogs {

    static final Map<AttributeKey<?>, Object> TYPED = Attributes.builder()
            .put("session_id", "s-1")
            .put("request_id", "r-1")
            .put("model_id", "granite")
            .put("sampling_iteration", 3)
            .put("gen_ai.conversation.id", "s-1")
            .put("gen_ai.request.model", "granite")
            .build()
            .asMap();

    static final Map<AttributeKey<?>, Object> CAPTURED_AS_TEXT = Attributes.builder()
            .put("session_id", "s-1")
            .put("request_id", "r-1")
            .put("model_id", "granite")
            .put("sampling_iteration", "3")
            .build()
            .asMap();

    private final InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();

    final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setLoggerProvider(SdkLoggerProvider.builder()
                    .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                    .addLogRecordProcessorFirst(new TelemetryLogRecordProcessor())
                    .build())
            .build();

    int size() {
        return exporter.getFinishedLogRecordItems().size();
    }

    /** The attributes of the records, by their messages. */
    Map<String, Map<AttributeKey<?>, Object>> attributes() {
        return exporter.getFinishedLogRecordItems().stream()
                .collect(Collectors.toMap(
                        ExportedLogs::body, record -> record.getAttributes().asMap()));
    }

    private static String body(LogRecordData record) {
        var body = record.getBodyValue();
        return body == null ? "" : body.asString();
    }
}
