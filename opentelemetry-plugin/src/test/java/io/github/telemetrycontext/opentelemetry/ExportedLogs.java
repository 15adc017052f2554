package io.github.telemetrycontext.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import java.util.Map;
import java.util.stream.Collectors;

/** An SDK with the processor, and the log records that it has exported. */
final class ExportedLogs {

    private final InMemoryLogRecordExporter exporter = InMemoryLogRecordExporter.create();

    final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setLoggerProvider(SdkLoggerProvider.builder()
                    .addLogRecordProcessor(new TelemetryLogRecordProcessor())
                    .addLogRecordProcessor(SimpleLogRecordProcessor.create(exporter))
                    .build())
            .build();

    int size() {
        return exporter.getFinishedLogRecordItems().size();
    }

    /** Returns the attributes of the records, by message. */
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
