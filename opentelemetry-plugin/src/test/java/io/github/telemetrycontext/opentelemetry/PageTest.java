package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.Markdown;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the code of docs/opentelemetry.md and compares the output. */
@Tag("opentelemetry-1.50")
class PageTest {

    private static final Markdown PAGE = new Markdown(Path.of("../docs/opentelemetry.md"));

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void exportsSpanAndLogRecordOfPage() {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        SdkTracerProvider tracers = SdkTracerProvider.builder()
                .addSpanProcessorFirst(new TelemetrySpanProcessor())
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build();
        ExportedLogs logs = new ExportedLogs();
        Tracer tracer = tracers.get("test");
        Logger logger = logs.sdk.getLogsBridge().get("test");
        try (var scope = TelemetryContext.with()
                .sessionId("s-1")
                .requestId("r-1")
                .modelId("granite")
                .samplingIteration(3)
                .open()) {
            tracer.spanBuilder("chat")
                    .setAttribute("gen_ai.operation.name", "chat")
                    .startSpan()
                    .end();
            logger.logRecordBuilder().setBody("answered").emit();
        }

        assertThat(PAGE.blocks("text"))
                .containsExactly(
                        lines(spans.getFinishedSpanItems()
                                .get(0)
                                .getAttributes()
                                .asMap()),
                        lines(logs.attributes().getOrDefault("answered", Map.of())));
    }

    private static String lines(Map<AttributeKey<?>, Object> attributes) {
        return attributes.entrySet().stream()
                .map(entry -> entry.getKey().getKey() + "=" + entry.getValue() + "\n")
                .sorted()
                .collect(Collectors.joining());
    }

    @Test
    void logRecordProcessorSetsOwnNames() {
        InMemoryLogRecordExporter exported = InMemoryLogRecordExporter.create();
        SdkLoggerProvider logs = SdkLoggerProvider.builder()
                .addLogRecordProcessorFirst(new TelemetryLogRecordProcessor(AttributeNames.OWN))
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(exported))
                .build();
        TelemetryContext.with()
                .sessionId("s-1")
                .run(() -> logs.get("test").logRecordBuilder().emit());

        assertThat(exported.getFinishedLogRecordItems())
                .singleElement()
                .satisfies(item -> assertThat(item.getAttributes())
                        .isEqualTo(Attributes.of(AttributeKey.stringKey("session_id"), "s-1")));
    }

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void setAttributesUsesCurrentFields() {
        InMemorySpanExporter exported = InMemorySpanExporter.create();
        SdkTracerProvider spans = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exported))
                .build();
        Span span = spans.get("test").spanBuilder("chat").startSpan();
        try (var current = span.makeCurrent();
                var scope = TelemetryContext.with().sessionId("s-1").open()) {
            TelemetrySpans.setAttributes(Span.current());
        }
        span.end();

        assertThat(exported.getFinishedSpanItems())
                .singleElement()
                .satisfies(item -> assertThat(item.getAttributes().get(AttributeKey.stringKey("session_id")))
                        .isEqualTo("s-1"));
    }

    @Test
    void pageShowsTestedLog4jProperties() throws IOException {
        assertThat(PAGE.blocks("properties"))
                .containsExactly(Files.readString(Path.of("src", "test", "injector", "log4j2.component.properties")));
    }
}
