package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.stream.Collectors;

/** A context with all four fields, and the attributes that correspond to it. */
final class AllFields {

    static final TelemetryContext CONTEXT = TelemetryContext.builder()
            .sessionId("s-1")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(3)
            .build();

    /** With both sets of names. Only model calls have {@code gen_ai.request.model}. */
    static final Map<AttributeKey<?>, Object> TYPED = Attributes.builder()
            .put("session_id", "s-1")
            .put("request_id", "r-1")
            .put("model_id", "granite")
            .put("sampling_iteration", 3)
            .put("gen_ai.conversation.id", "s-1")
            .build()
            .asMap();

    /** The attributes that an appender creates from MDC entries. */
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
