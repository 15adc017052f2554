package io.github.telemetrycontext.benchmarks;

import io.opentelemetry.context.Context;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures a scope that our plugin also attaches to OpenTelemetry's context, and an OpenTelemetry context with one key. */
@State(Scope.Thread)
public class CarriedScopeBenchmark {

    @Param({"PLAIN", "OPENTELEMETRY_PLUGIN"})
    public Classpath classPath;

    @Setup
    public void check() {
        classPath.check();
    }

    @Benchmark
    public Object ours(Fields fields) {
        try (var scope = fields.telemetry().open()) {
            return scope;
        }
    }

    @Benchmark
    public Object openTelemetryContext(Fields fields) {
        try (var scope =
                Context.current().with(Fields.REQUEST_KEY, fields.requestId).makeCurrent()) {
            return scope;
        }
    }
}
