package io.github.telemetrycontext.benchmarks;

import brave.context.log4j2.ThreadContextScopeDecorator;
import brave.context.slf4j.MDCScopeDecorator;
import brave.propagation.CurrentTraceContext;
import org.apache.logging.log4j.CloseableThreadContext;
import org.apache.logging.log4j.ThreadContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

/** Measures setting and removing four fields. */
public class ScopeBenchmark {

    private static final CurrentTraceContext BRAVE_MDC = Brave.current(MDCScopeDecorator.newBuilder());
    private static final CurrentTraceContext BRAVE_THREAD_CONTEXT =
            Brave.current(ThreadContextScopeDecorator.newBuilder());

    /** {@code with()…open()} and {@code close()}. */
    @Benchmark
    public Object ours(Fields fields) {
        try (var scope = fields.telemetry().open()) {
            return scope;
        }
    }

    /** Four calls of {@code MDC.put} and four of {@code MDC.remove}, with Logback's adapter. */
    @Benchmark
    public MDCAdapter mdc(Fields fields) {
        MDC.put(Fields.SESSION_ID, fields.sessionId);
        MDC.put(Fields.REQUEST_ID, fields.requestId);
        MDC.put(Fields.MODEL_ID, fields.modelId);
        MDC.put(Fields.ITERATION, fields.iterationText);
        MDC.remove(Fields.SESSION_ID);
        MDC.remove(Fields.REQUEST_ID);
        MDC.remove(Fields.MODEL_ID);
        MDC.remove(Fields.ITERATION);
        return MDC.getMDCAdapter();
    }

    /** The same with Log4j's ThreadContext. */
    @Benchmark
    public boolean threadContext(Fields fields) {
        ThreadContext.put(Fields.SESSION_ID, fields.sessionId);
        ThreadContext.put(Fields.REQUEST_ID, fields.requestId);
        ThreadContext.put(Fields.MODEL_ID, fields.modelId);
        ThreadContext.put(Fields.ITERATION, fields.iterationText);
        ThreadContext.remove(Fields.SESSION_ID);
        ThreadContext.remove(Fields.REQUEST_ID);
        ThreadContext.remove(Fields.MODEL_ID);
        ThreadContext.remove(Fields.ITERATION);
        return ThreadContext.isEmpty();
    }

    /** Four calls of {@code put} on one CloseableThreadContext. */
    @Benchmark
    public Object closeableThreadContext(Fields fields) {
        try (var scope = CloseableThreadContext.put(Fields.SESSION_ID, fields.sessionId)
                .put(Fields.REQUEST_ID, fields.requestId)
                .put(Fields.MODEL_ID, fields.modelId)
                .put(Fields.ITERATION, fields.iterationText)) {
            return scope;
        }
    }

    /** Four calls of {@code with} on OpenTelemetry's Context, and {@code makeCurrent}. */
    @Benchmark
    public Object openTelemetryContext(Fields fields) {
        try (var scope = fields.openTelemetry().makeCurrent()) {
            return scope;
        }
    }

    /** Four entries of OpenTelemetry's Baggage, and {@code makeCurrent}. */
    @Benchmark
    public Object openTelemetryBaggage(Fields fields) {
        try (var scope = fields.baggage().makeCurrent()) {
            return scope;
        }
    }

    /** Brave's baggage, correlated with SLF4J's MDC. */
    @Benchmark
    public Object braveMdc(Fields fields) {
        try (var scope = BRAVE_MDC.newScope(Brave.contextOf(fields))) {
            return scope;
        }
    }

    /** Brave's baggage, correlated with Log4j's ThreadContext. */
    @Benchmark
    public Object braveThreadContext(Fields fields) {
        try (var scope = BRAVE_THREAD_CONTEXT.newScope(Brave.contextOf(fields))) {
            return scope;
        }
    }
}
