package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Measures a Logback statement below the level of the logger. Every turbo filter sees it. */
@State(Scope.Thread)
public class DisabledStatementBenchmark {

    @Param("LOGBACK_PATTERN")
    public Output output;

    /** Without a turbo filter, or with ours inside a scope. */
    @Param({"NATIVE", "OURS"})
    public Scenario scenario;

    private Running running;

    @Setup
    public void start() {
        running = output.start(scenario);
        scenario.enter(output.store);
    }

    @Benchmark
    public Running statement() {
        running.logBelowLevel();
        return running;
    }
}
