package io.github.telemetrycontext.benchmarks;

import brave.baggage.BaggageField;
import brave.baggage.BaggagePropagation;
import brave.baggage.BaggagePropagationConfig.SingleBaggageField;
import brave.baggage.CorrelationScopeConfig.SingleCorrelationField;
import brave.baggage.CorrelationScopeDecorator;
import brave.propagation.B3Propagation;
import brave.propagation.CurrentTraceContext;
import brave.propagation.Propagation;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;

/** The four fields as baggage of Brave, which a correlation scope copies into an MDC. */
final class Brave {

    private static final BaggageField SESSION_ID = BaggageField.create(Fields.SESSION_ID);
    private static final BaggageField REQUEST_ID = BaggageField.create(Fields.REQUEST_ID);
    private static final BaggageField MODEL_ID = BaggageField.create(Fields.MODEL_ID);
    private static final BaggageField ITERATION = BaggageField.create(Fields.ITERATION);

    private static final Propagation.Factory PROPAGATION = BaggagePropagation.newFactoryBuilder(B3Propagation.FACTORY)
            .add(SingleBaggageField.local(SESSION_ID))
            .add(SingleBaggageField.local(REQUEST_ID))
            .add(SingleBaggageField.local(MODEL_ID))
            .add(SingleBaggageField.local(ITERATION))
            .build();

    private static final TraceContext TRACE =
            TraceContext.newBuilder().traceId(1).spanId(1).build();

    private Brave() {}

    static TraceContext contextOf(Fields fields) {
        TraceContext context = PROPAGATION.decorate(TRACE);
        SESSION_ID.updateValue(context, fields.sessionId);
        REQUEST_ID.updateValue(context, fields.requestId);
        MODEL_ID.updateValue(context, fields.modelId);
        ITERATION.updateValue(context, fields.iterationText);
        return context;
    }

    static CurrentTraceContext current(CorrelationScopeDecorator.Builder decorator) {
        return ThreadLocalCurrentTraceContext.newBuilder()
                .addScopeDecorator(decorator
                        .clear()
                        .add(SingleCorrelationField.create(SESSION_ID))
                        .add(SingleCorrelationField.create(REQUEST_ID))
                        .add(SingleCorrelationField.create(MODEL_ID))
                        .add(SingleCorrelationField.create(ITERATION))
                        .build())
                .build();
    }
}
