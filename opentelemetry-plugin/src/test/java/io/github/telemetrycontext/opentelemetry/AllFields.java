package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.stream.Collectors;

/** A context in which all four fields are set, and the attributes that stand for it. */
final class AllFields {

    static final TelemetryContext CONTEXT = TelemetryContext.builder()
            .sessionId("s-1")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(3)
            .build();

    /** Under both names. Only calls of models have {@code gen_ai.request.model}. */
    static final Map<AttributeKey<?>, Object> TYPED = Attributes.builder()
            .put("session_id", "s-1")
            .put("request_id", "r-1")
            .put("model_id", "granite")
            .put("sampling_iteration", 3)
            .put("gen_ai.conversation.id", "s-1")
            .build()
            .asMap();

    /** As an appender makes them of what is in the MDC. */
    static final Map<AttributeKey<?>, Object> CAPTURED_AS_TEXT = Attributes.builder()
            .put("session_id", "s-1")
            .put("request_id", "r-1")
            .put("model_id", "granite")
            .put("sampling_iteration", "3")
            .build()
            .asMap();

    private AllFields() {}

    static Map<String, Object> byName(Map<AttributeKey<?>, Object> attributes) {
        return attributes.entrySet().stream()
                .collect(Collectors.toMap(attribute -> attribute.getKey().getKey(), Map.Entry::getValue));
    }
}
