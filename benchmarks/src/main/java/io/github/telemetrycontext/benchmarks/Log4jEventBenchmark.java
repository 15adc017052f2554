package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One event of Log4j, from the log statement to the bytes. */
@State(Scope.Thread)
public class Log4jEventBenchmark {

    @Param
    public Log4jLayout layout;

    @Param
    public Scenario scenario;

    private RunningLog4j log4j;

    @Setup
    public void start() {
        log4j = RunningLog4j.start(scenario, layout);
    }

    @TearDown
    public void stop() {
        log4j.stop();
    }

    @Benchmark
    public long event() {
        return log4j.log();
    }
}
