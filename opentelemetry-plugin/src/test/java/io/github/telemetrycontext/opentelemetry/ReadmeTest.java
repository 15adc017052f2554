package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.Markdown;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What README.md shows is what is tested. */
@Tag("opentelemetry-1.50")
class ReadmeTest {

    private static final Markdown README = new Markdown(Path.of("README.md"));

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void itsSpanIsTheOneThatIsExported() {
        InMemorySpanExporter exported = InMemorySpanExporter.create();
        SdkTracerProvider spans = SdkTracerProvider.builder()
                .addSpanProcessorFirst(new TelemetrySpanProcessor())
                .addSpanProcessor(SimpleSpanProcessor.create(exported))
                .build();
        Tracer tracer = spans.get("test");
        try (var scope = TelemetryContext.with()
                .sessionId("s-1")
                .requestId("r-1")
                .modelId("granite")
                .samplingIteration(3)
                .open()) {
            tracer.spanBuilder("chat").startSpan().end();
        }

        Map<String, Object> attributes = new TreeMap<>();
        Map<AttributeKey<?>, Object> found =
                exported.getFinishedSpanItems().get(0).getAttributes().asMap();
        found.forEach((key, value) -> attributes.put(key.getKey(), value));
        assertThat(README.blocks("text"))
                .containsExactly(attributes.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void itsProcessorOfLogRecordsPutsTheOwnNamesOnThem() {
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
    void itsSpanByHandGetsTheFieldsThatAreCurrentThen() {
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
    void itsLog4jPropertiesAreTheOnesThatAreTested() throws IOException {
        assertThat(README.blocks("properties"))
                .containsExactly(Files.readString(Path.of("src", "test", "injector", "log4j2.component.properties")));
    }
}
