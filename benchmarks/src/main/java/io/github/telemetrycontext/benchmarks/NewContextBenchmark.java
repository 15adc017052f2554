package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.TelemetryContext;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures a new context with its own request id for each operation, and the events in it. The time includes setting the
 * four fields, logging and removing the fields.
 */
public class NewContextBenchmark {

    /** Requests that a thread handles one after the other. */
    @State(Scope.Thread)
    public static class OnThread {

        @Param({"LOG4J_OUR_ECS", "LOG4J_ECS", "LOG4J_LOGSTASH", "LOGBACK_LOGSTASH", "LOGBACK_JSON"})
        public Output output;

        @Param({"NATIVE", "OURS"})
        public Scenario scenario;

        @Param({"1", "3", "10"})
        public int events;

        private Requests requests;

        @Setup
        public void start() {
            requests = new Requests(output, scenario, events);
        }

        @TearDown
        public void stop() {
            requests.stop();
        }
    }

    /** The same with fewer outputs and numbers of events. */
    @State(Scope.Thread)
    public static class InPlace {

        @Param({"LOG4J_OUR_ECS", "LOG4J_ECS", "LOGBACK_LOGSTASH"})
        public Output output;

        @Param({"NATIVE", "OURS"})
        public Scenario scenario;

        @Param({"1", "3"})
        public int events;

        Requests requests;

        @Setup
        public void start() {
            requests = new Requests(output, scenario, events);
        }

        @TearDown
        public void stop() {
            requests.stop();
        }
    }

    /** A request that stays open. */
    @State(Scope.Thread)
    public static class InRequest extends InPlace {

        @Setup
        @SuppressWarnings("MustBeClosedChecker") // open until the JVM ends
        public void enter() {
            if (requests.isOurs) {
                requests.fields.telemetry().samplingIteration(null).open();
            } else {
                requests.put(requests.fields.requestId);
                requests.store.remove(Fields.ITERATION);
            }
        }
    }

    /** Without an outer context. */
    @Benchmark
    @SuppressWarnings("try") // the resource is only closed
    public long request(OnThread state) {
        Requests requests = state.requests;
        requests.next();
        if (requests.isOurs) {
            try (var scope = requests.fields.telemetry().open()) {
                requests.log();
            }
        } else {
            requests.put(requests.fields.requestId);
            try {
                requests.log();
            } finally {
                requests.remove();
            }
        }
        return requests.sum();
    }

    /** Inside a request. Sets only the sampling iteration. */
    @Benchmark
    @SuppressWarnings("try") // the resource is only closed
    public long attempt(InRequest state) {
        Requests requests = state.requests;
        requests.nextAttempt();
        if (requests.isOurs) {
            try (var scope = TelemetryContext.with()
                    .samplingIteration(requests.fields.iteration)
                    .open()) {
                requests.log();
            }
        } else {
            requests.store.put(Fields.ITERATION, requests.fields.iterationText);
            try {
                requests.log();
            } finally {
                requests.store.remove(Fields.ITERATION);
            }
        }
        return requests.sum();
    }

    /** In a task that is submitted in the context and runs after it on the same thread, so that no thread has to wake up. */
    @Benchmark
    public long task(InPlace state) {
        submitted(state.requests).run();
        return state.requests.sum();
    }

    @SuppressWarnings("try") // the resource is only closed
    private static Runnable submitted(Requests requests) {
        requests.next();
        if (requests.isOurs) {
            try (var scope = requests.fields.telemetry().open()) {
                return TelemetryContext.current().wrap(requests::log);
            }
        }
        requests.put(requests.fields.requestId);
        try {
            Map<String, String> submitted = requests.store.copy();
            return () -> {
                requests.store.putAll(submitted);
                try {
                    requests.log();
                } finally {
                    requests.store.clear();
                }
            };
        } finally {
            requests.remove();
        }
    }
}
