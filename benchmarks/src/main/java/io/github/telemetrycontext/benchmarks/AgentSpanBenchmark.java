package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures a span of OpenTelemetry's Java agent without an exporter, with and without our extension. */
public class AgentSpanBenchmark {

    /** A tracer of the agent. */
    @State(Scope.Thread)
    public static class Traced {

        @Param({"ALONE", "WITH_EXTENSION"})
        public JavaAgent agent;

        final Tracer tracer = GlobalOpenTelemetry.getTracer("benchmark");
    }

    /** Measures without a scope, but with the class of the core loaded, so that the extension calls it. */
    @State(Scope.Thread)
    public static class Outside extends Traced {

        @Setup
        public void load() {
            TelemetryContext.current();
        }
    }

    /** Measures inside a scope with four fields. */
    @State(Scope.Thread)
    public static class Inside extends Traced {

        @Setup
        public void open(Fields fields) {
            fields.openForever();
        }
    }

    @Benchmark
    public Object outside(Outside state) {
        return span(state);
    }

    @Benchmark
    public Object inside(Inside state) {
        return span(state);
    }

    private static Object span(Traced state) {
        var span = state.tracer.spanBuilder("span").startSpan();
        span.end();
        return span;
    }
}
