package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext.Operation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * Creates spans with an OpenTelemetry SDK that configures itself, and prints them at their end. No code here names a
 * field: the OpenTelemetry plugin on the classpath sets them.
 */
final class OpenTelemetrySpans implements Spans, AutoCloseable {

    private final OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(() -> Map.of(
                    "otel.traces.exporter", "none", "otel.metrics.exporter", "none", "otel.logs.exporter", "none"))
            .addTracerProviderCustomizer((provider, properties) ->
                    provider.addSpanProcessor(SimpleSpanProcessor.create(new JsonLineSpanExporter())))
            .build()
            .getOpenTelemetrySdk();

    private final Tracer tracer = sdk.getTracer("agent");

    @Override
    @SuppressWarnings("try") // the block does not use the scope
    public <T, X extends Throwable> T in(String name, Operation<T, X> work) throws X {
        // By OpenTelemetry's conventions, the name of a span begins with its operation.
        String operation = name.split(" ", 2)[0];
        Span span = tracer.spanBuilder(name)
                .setAttribute("gen_ai.operation.name", operation)
                .startSpan();
        try (Scope current = span.makeCurrent()) {
            return work.run();
        } finally {
            span.end();
        }
    }

    @Override
    public ExecutorService carriedTo(ExecutorService pool) {
        return Context.taskWrapping(pool);
    }

    @Override
    public void close() {
        sdk.close();
    }
}
