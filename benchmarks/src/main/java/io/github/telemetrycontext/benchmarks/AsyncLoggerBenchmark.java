package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Events that another thread writes. The queue is full most of the time, so this is the time between two events that
 * come out of it, and the bytes are those of both threads.
 */
public class AsyncLoggerBenchmark {

    /** Log4j's async loggers; our template where the fields are ours, otherwise the stock one. */
    @State(Scope.Thread)
    public static class Log4j {

        @Param({"NONE", "NATIVE", "OPENTELEMETRY", "OURS"})
        public Scenario scenario;

        private RunningLog4j log4j;

        @Setup
        public void start() {
            log4j = RunningLog4j.startAsync(
                    scenario, scenario.isOurs() ? Log4jLayout.TELEMETRY_ECS : Log4jLayout.STOCK_ECS);
        }

        @TearDown
        public void stop() {
            log4j.stop();
        }
    }

    /** Logback's AsyncAppender before LogstashEncoder, with our entry writer where the fields are ours. */
    @State(Scope.Thread)
    public static class Logback {

        @Param({"NONE", "NATIVE", "OPENTELEMETRY", "OURS"})
        public Scenario scenario;

        private RunningLogback logback;

        @Setup
        public void start() {
            logback = RunningLogback.startAsync(
                    scenario, scenario.isOurs() ? LogbackEncoder.LOGSTASH_TYPED : LogbackEncoder.LOGSTASH);
        }

        @TearDown
        public void stop() {
            logback.stop();
        }
    }

    @Benchmark
    public long log4j(Log4j state) {
        return state.log4j.log();
    }

    @Benchmark
    public long logback(Logback state) {
        return state.logback.log();
    }
}
