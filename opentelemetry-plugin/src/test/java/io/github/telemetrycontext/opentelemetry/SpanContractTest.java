package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.testkit.ContextPropagationContract;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.TreeMap;

/** The contract of the core, checked with the attributes of spans while the carrier is installed. */
class SpanContractTest extends ContextPropagationContract {

    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(new TelemetrySpanProcessor(AttributeNames.OWN))
            .addSpanProcessor(SimpleSpanProcessor.create(InMemorySpanExporter.create()))
            .build();

    @Override
    protected Map<String, String> fieldsShown() {
        Span span = provider.get("test").spanBuilder("span").startSpan();
        span.end();
        Map<String, String> shown = new TreeMap<>();
        ((ReadableSpan) span).getAttributes().forEach((key, value) -> shown.put(key.getKey(), value.toString()));
        return shown;
    }
}
