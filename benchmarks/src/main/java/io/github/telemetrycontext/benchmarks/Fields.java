package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The values of the four fields, which the compiler must not treat as constants. The iteration is also available as text, so
 * that benchmarks don't measure the conversion.
 */
@State(Scope.Thread)
public class Fields {

    static final String SESSION_ID = TelemetryField.SESSION_ID.key();
    static final String REQUEST_ID = TelemetryField.REQUEST_ID.key();
    static final String MODEL_ID = TelemetryField.MODEL_ID.key();
    static final String ITERATION = TelemetryField.SAMPLING_ITERATION.key();

    static final ContextKey<String> SESSION_KEY = ContextKey.named(SESSION_ID);
    static final ContextKey<String> REQUEST_KEY = ContextKey.named(REQUEST_ID);
    static final ContextKey<String> MODEL_KEY = ContextKey.named(MODEL_ID);
    static final ContextKey<Integer> ITERATION_KEY = ContextKey.named(ITERATION);

    String sessionId = "s-42";
    String requestId = "7c0ca1d1b3f84bd0a6a1c1ee8e1f5f0a";
    String modelId = "granite-4";
    Integer iteration = 3;
    String iterationText = "3";

    TelemetryContext.Builder telemetry() {
        return TelemetryContext.with()
                .sessionId(sessionId)
                .requestId(requestId)
                .modelId(modelId)
                .samplingIteration(iteration);
    }

    /** Opens a scope that stays open while the benchmark runs. */
    @SuppressWarnings("MustBeClosedChecker")
    void openForever() {
        telemetry().open();
    }

    Context openTelemetry() {
        return Context.current()
                .with(SESSION_KEY, sessionId)
                .with(REQUEST_KEY, requestId)
                .with(MODEL_KEY, modelId)
                .with(ITERATION_KEY, iteration);
    }

    Baggage baggage() {
        return Baggage.current().toBuilder()
                .put(SESSION_ID, sessionId)
                .put(REQUEST_ID, requestId)
                .put(MODEL_ID, modelId)
                .put(ITERATION, iterationText)
                .build();
    }

    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(SESSION_ID, sessionId);
        texts.put(REQUEST_ID, requestId);
        texts.put(MODEL_ID, modelId);
        texts.put(ITERATION, iterationText);
        return texts;
    }
}
