package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.slf4j.Logger;

/** A log statement of Logback below the logger's level, which every turbo filter sees all the same. */
public class DisabledStatementBenchmark {

    /** Without any turbo filter. */
    @State(Scope.Thread)
    public static class WithoutFilter {

        private Logger logger;

        @Setup
        public void start() {
            logger = RunningLogback.start(Scenario.NATIVE, LogbackEncoder.PATTERN).logger;
        }
    }

    /** With ours, as it is by itself, inside a scope. */
    @State(Scope.Thread)
    public static class WithFilter {

        private Logger logger;

        @Setup
        public void start() {
            logger = RunningLogback.start(Scenario.OURS, LogbackEncoder.PATTERN).logger;
        }
    }

    @Benchmark
    public Logger withoutFilter(WithoutFilter state) {
        state.logger.debug(Line.MESSAGE, Line.ARGUMENT);
        return state.logger;
    }

    @Benchmark
    public Logger withOurFilter(WithFilter state) {
        state.logger.debug(Line.MESSAGE, Line.ARGUMENT);
        return state.logger;
    }
}
