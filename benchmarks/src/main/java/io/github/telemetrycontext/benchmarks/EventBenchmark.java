package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Measures one event in a constant context, from the log statement to the bytes. */
@State(Scope.Thread)
public class EventBenchmark {

    @Param
    public Output output;

    @Param
    public Scenario scenario;

    private Running running;

    @Setup
    public void start() {
        running = output.start(scenario);
        scenario.enter(output.store);
    }

    @TearDown
    public void stop() {
        running.stop();
    }

    @Benchmark
    public long event() {
        running.log();
        return running.sum();
    }
}
