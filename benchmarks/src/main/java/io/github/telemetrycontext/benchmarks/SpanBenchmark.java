package io.github.telemetrycontext.benchmarks;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures a span of OpenTelemetry's SDK that gets the four fields as attributes from our processor or from the application.
 * The benchmark runs inside a scope, without an exporter.
 */
@State(Scope.Thread)
public class SpanBenchmark {

    @Param("OPENTELEMETRY_PLUGIN")
    public Classpath classPath;

    private Tracer withProcessor;
    private Tracer plain;

    @Setup
    public void start(Fields fields) throws ReflectiveOperationException {
        classPath.check();
        SpanProcessor ours = Class.forName("io.github.telemetrycontext.opentelemetry.TelemetrySpanProcessor")
                .asSubclass(SpanProcessor.class)
                .getConstructor()
                .newInstance();
        withProcessor =
                SdkTracerProvider.builder().addSpanProcessor(ours).build().get("benchmark");
        plain = SdkTracerProvider.builder().build().get("benchmark");
        fields.openForever();
    }

    @Benchmark
    public Object processor() {
        var span = withProcessor.spanBuilder("span").startSpan();
        span.end();
        return span;
    }

    /** The names are those that the processor sets by default. */
    @Benchmark
    public Object attributes(Fields fields) {
        var span = plain.spanBuilder("span").startSpan();
        span.setAttribute("session_id", fields.sessionId);
        span.setAttribute("gen_ai.conversation.id", fields.sessionId);
        span.setAttribute("request_id", fields.requestId);
        span.setAttribute("model_id", fields.modelId);
        span.setAttribute("sampling_iteration", (long) fields.iteration);
        span.end();
        return span;
    }
}
