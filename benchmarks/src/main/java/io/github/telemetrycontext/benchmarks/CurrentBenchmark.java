package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.context.Context;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures reading the current context inside a scope. */
@State(Scope.Thread)
@SuppressWarnings("MustBeClosedChecker") // open until the JVM ends
public class CurrentBenchmark {

    private static final ThreadLocal<Object> BARE = new ThreadLocal<>();

    @Setup
    public void open() {
        Fields fields = new Fields();
        fields.openForever();
        fields.openTelemetry().makeCurrent();
        BARE.set(fields);
    }

    /** The baseline: reading a thread local. */
    @Benchmark
    public Object bareThreadLocal() {
        return BARE.get();
    }

    @Benchmark
    public TelemetryContext ours() {
        return TelemetryContext.current();
    }

    @Benchmark
    public Context openTelemetryContext() {
        return Context.current();
    }
}
