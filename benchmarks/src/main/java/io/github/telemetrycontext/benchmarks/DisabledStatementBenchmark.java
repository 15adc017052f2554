package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A log statement of Logback below the logger's level, which every turbo filter sees all the same. */
@State(Scope.Thread)
public class DisabledStatementBenchmark {

    @Param("LOGBACK_PATTERN")
    public Output output;

    /** Without any turbo filter, and with ours inside a scope. */
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
