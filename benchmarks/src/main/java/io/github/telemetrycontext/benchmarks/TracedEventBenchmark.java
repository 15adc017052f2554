package io.github.telemetrycontext.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Measures events in a constant context. Before each event, a tracer sets a new span id in MDC or ThreadContext. */
public class TracedEventBenchmark {

    /** A framework for all threads. */
    @State(Scope.Benchmark)
    public static class Logging {

        @Param({"LOG4J_OUR_ECS", "LOG4J_ECS", "LOGBACK_LOGSTASH", "LOGBACK_JSON"})
        public Output output;

        @Param({"NATIVE", "OURS"})
        public Scenario scenario;

        private Running running;

        @Setup
        public void start() {
            running = output.start(scenario);
        }

        @TearDown
        public void stop() {
            running.stop();
        }
    }

    /** The state of a thread. All threads have the same telemetry context, and each has its own spans. */
    @State(Scope.Thread)
    public static class Tracer {

        private final Ids spans = new Ids(16);
        private Native store;

        @Setup
        public void enter(Logging logging) {
            store = logging.output.store;
            logging.scenario.enter(store);
        }

        void nextSpan() {
            store.put("spanId", spans.next());
        }
    }

    @Benchmark
    public long oneThread(Logging logging, Tracer tracer) {
        return log(logging.running, tracer);
    }

    @Benchmark
    @Threads(2)
    public long twoThreads(Logging logging, Tracer tracer) {
        return log(logging.running, tracer);
    }

    private static long log(Running running, Tracer tracer) {
        tracer.nextSpan();
        running.log();
        return running.sum();
    }
}
