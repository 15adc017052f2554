package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.spi.ContextView;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.HashSet;
import java.util.Set;

/**
 * The names under which the fields stand on spans and log records. A field that is absent has no attribute under either
 * name.
 */
public enum AttributeNames {
    /** {@code session_id}, {@code request_id}, {@code model_id} and {@code sampling_iteration}, the last one a long. */
    OWN(true, false),
    /**
     * The names of OpenTelemetry's conventions for generative AI: {@code gen_ai.conversation.id} for the session and
     * {@code gen_ai.request.model} for the model. The conventions have no name for the other two fields.
     */
    STANDARD(false, true),
    /** All six of them. */
    BOTH(true, true);

    private final boolean own;
    private final boolean standard;

    @SuppressWarnings("ImmutableEnumChecker") // it is not, but for use by any number of threads
    private final ContextView<Attributes> view = new ContextView<>(this::attributesOf);

    AttributeNames(boolean own, boolean standard) {
        this.own = own;
        this.standard = standard;
    }

    /** The attributes of a context that are not among those that are there, whatever type the latter have. */
    Attributes missing(TelemetryContext context, Attributes present) {
        Attributes all = context.view(view);
        if (all.isEmpty() || present.isEmpty()) {
            return all;
        }
        Set<String> names = new HashSet<>();
        present.forEach((key, value) -> names.add(key.getKey()));
        return all.toBuilder().removeIf(key -> names.contains(key.getKey())).build();
    }

    private Attributes attributesOf(TelemetryContext context) {
        AttributesBuilder attributes = Attributes.builder();
        if (own) {
            attributes.put(key(TelemetryField.SESSION_ID), context.sessionId());
            attributes.put(key(TelemetryField.REQUEST_ID), context.requestId());
            attributes.put(key(TelemetryField.MODEL_ID), context.modelId());
            Integer iteration = context.samplingIteration();
            if (iteration != null) {
                attributes.put(TelemetryField.SAMPLING_ITERATION.key(), iteration.longValue());
            }
        }
        if (standard) {
            // The artifact with these names is not stable, so they are spelled out.
            attributes.put(AttributeKey.stringKey("gen_ai.conversation.id"), context.sessionId());
            attributes.put(AttributeKey.stringKey("gen_ai.request.model"), context.modelId());
        }
        return attributes.build();
    }

    private static AttributeKey<String> key(TelemetryField field) {
        return AttributeKey.stringKey(field.key());
    }
}
