package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures events that another thread writes, with Log4j's async loggers or Logback's AsyncAppender. The queue is usually
 * full, so the time is that between two events that leave it. The bytes are those of both threads.
 */
@State(Scope.Thread)
public class AsyncEventBenchmark {

    @Param({"LOG4J_OUR_ECS", "LOG4J_ECS", "LOGBACK_LOGSTASH"})
    public Output output;

    @Param({"NONE", "NATIVE", "OPENTELEMETRY", "OURS"})
    public Scenario scenario;

    private Running running;

    @Setup
    public void start() {
        running = output.startAsync(scenario);
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
