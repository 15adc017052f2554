package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of one context, made once. Immutable. */
final class FieldAttributes {

    static final FieldAttributes NONE = new FieldAttributes(List.of(), null);

    /** Back ends count each span with this attribute as a call of a model, so only such spans have it. */
    static final String REQUEST_MODEL = "gen_ai.request.model";

    /** The operations of models and agents, from OpenTelemetry's conventions for generative AI. */
    private static final Set<String> MODEL_OPERATIONS =
            Set.of("chat", "text_completion", "generate_content", "embeddings", "invoke_agent", "create_agent");

    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");

    private final Attribute<?>[] each;
    private final @Nullable Attribute<?> requestModel;
    private final Attributes all;

    private FieldAttributes(List<Attribute<?>> each, @Nullable Attribute<?> requestModel) {
        this.each = each.toArray(Attribute<?>[]::new);
        this.requestModel = requestModel;
        AttributesBuilder attributes = Attributes.builder();
        each.forEach(attribute -> attribute.addTo(attributes));
        all = attributes.build();
    }

    boolean isEmpty() {
        return each.length == 0 && requestModel == null;
    }

    /** Sets the attributes that the span does not have. */
    void setOn(ReadWriteSpan span) {
        for (Attribute<?> attribute : each) {
            attribute.setOn(span);
        }
        if (requestModel != null) {
            String operation = span.getAttribute(OPERATION);
            if (operation != null && MODEL_OPERATIONS.contains(operation)) {
                requestModel.setOn(span);
            }
        }
    }

    /** Returns the attributes whose names are not present on a log record yet, with any type. */
    Attributes missing(Attributes present) {
        if (all.isEmpty() || present.isEmpty()) {
            return all;
        }
        Set<String> there = new HashSet<>();
        present.forEach((key, value) -> there.add(key.getKey()));
        return all.toBuilder().removeIf(key -> there.contains(key.getKey())).build();
    }

    /** Collects the attributes of a context. */
    static final class Builder {

        private final List<Attribute<?>> each = new ArrayList<>();
        private @Nullable Attribute<?> requestModel;

        /** Adds a long for a number, and text for everything else. */
        void add(String name, Object value) {
            AttributeKey<String> text = AttributeKey.stringKey(name);
            AttributeKey<Long> number = AttributeKey.longKey(name);
            Attribute<?> attribute = value instanceof Number of
                    ? new Attribute<>(number, of.longValue(), text)
                    : new Attribute<>(text, value.toString(), number);
            if (name.equals(REQUEST_MODEL)) {
                requestModel = attribute;
            } else {
                each.add(attribute);
            }
        }

        FieldAttributes build() {
            return each.isEmpty() && requestModel == null ? NONE : new FieldAttributes(each, requestModel);
        }
    }

    /** An attribute. An existing attribute of either type is kept. */
    private record Attribute<T>(AttributeKey<T> key, T value, AttributeKey<?> ofOtherType) {

        void setOn(ReadWriteSpan span) {
            if (span.getAttribute(key) == null && span.getAttribute(ofOtherType) == null) {
                span.setAttribute(key, value);
            }
        }

        void addTo(AttributesBuilder attributes) {
            attributes.put(key, value);
        }
    }
}
