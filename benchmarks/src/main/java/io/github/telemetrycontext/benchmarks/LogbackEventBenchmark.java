package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One event of Logback, from the log statement to the bytes. */
@State(Scope.Thread)
public class LogbackEventBenchmark {

    @Param
    public LogbackEncoder encoder;

    @Param
    public Scenario scenario;

    private RunningLogback logback;

    @Setup
    public void start() {
        logback = RunningLogback.start(scenario, encoder);
    }

    @TearDown
    public void stop() {
        logback.stop();
    }

    @Benchmark
    public long event() {
        return logback.log();
    }
}
