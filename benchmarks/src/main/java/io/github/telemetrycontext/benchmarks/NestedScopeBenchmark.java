package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.context.Context;
import org.apache.logging.log4j.CloseableThreadContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.slf4j.MDC;

/** Measures setting one field inside a scope of three others, as each sampling iteration does. */
@SuppressWarnings("MustBeClosedChecker") // outer scopes are open until the JVM ends
public class NestedScopeBenchmark {

    /** A telemetry context. */
    @State(Scope.Thread)
    public static class InTelemetryContext {

        @Setup
        public void open() {
            new Fields().telemetry().samplingIteration(null).open();
        }
    }

    /** A context of OpenTelemetry. */
    @State(Scope.Thread)
    public static class InOpenTelemetryContext {

        @Setup
        public void open() {
            Fields fields = new Fields();
            Context.current()
                    .with(Fields.SESSION_KEY, fields.sessionId)
                    .with(Fields.REQUEST_KEY, fields.requestId)
                    .with(Fields.MODEL_KEY, fields.modelId)
                    .makeCurrent();
        }
    }

    /** Three entries. */
    @State(Scope.Thread)
    public static class InMdc {

        @Setup
        public void put() {
            Native.MDC.putAll(new Fields().texts());
            Native.MDC.remove(Fields.ITERATION);
        }
    }

    /** Three entries. */
    @State(Scope.Thread)
    public static class InThreadContext {

        @Setup
        public void put() {
            Native.THREAD_CONTEXT.putAll(new Fields().texts());
            Native.THREAD_CONTEXT.remove(Fields.ITERATION);
        }
    }

    @Benchmark
    public Object ours(InTelemetryContext outer, Fields fields) {
        try (var scope =
                TelemetryContext.with().samplingIteration(fields.iteration).open()) {
            return scope;
        }
    }

    @Benchmark
    public Object openTelemetryContext(InOpenTelemetryContext outer, Fields fields) {
        try (var scope =
                Context.current().with(Fields.ITERATION_KEY, fields.iteration).makeCurrent()) {
            return scope;
        }
    }

    @Benchmark
    public Object mdc(InMdc outer, Fields fields) {
        try (var scope = MDC.putCloseable(Fields.ITERATION, fields.iterationText)) {
            return scope;
        }
    }

    @Benchmark
    public Object closeableThreadContext(InThreadContext outer, Fields fields) {
        try (var scope = CloseableThreadContext.put(Fields.ITERATION, fields.iterationText)) {
            return scope;
        }
    }
}
