package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.spi.ContextView;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of the attributes that spans and log records have for the fields. An absent field has no attribute. {@code
 * sampling_iteration} is a long, the other fields are strings.
 *
 * <p>{@code gen_ai.request.model} is different from all other names. Log records never have it. A span has it only if
 * the span is a call of a model or an agent and does not name a model itself. The attribute {@code
 * gen_ai.operation.name} must show the kind of call when the span starts. The reason: back ends count each span with
 * this attribute as a call of a model.
 *
 * <p>Instances are immutable and thread-safe.
 */
public final class AttributeNames {

    static final String OPERATION = "gen_ai.operation.name";
    static final String REQUEST_MODEL = "gen_ai.request.model";

    /** The operations of models and agents, from OpenTelemetry's conventions for generative AI. */
    private static final Set<String> MODEL_OPERATIONS =
            Set.of("chat", "text_completion", "generate_content", "embeddings", "invoke_agent", "create_agent");

    private static final AttributeKey<String> OPERATION_KEY = AttributeKey.stringKey(OPERATION);

    /** {@code session_id}, {@code request_id}, {@code model_id} and {@code sampling_iteration}. */
    public static final AttributeNames OWN = new AttributeNames(own());

    /**
     * The names of OpenTelemetry's conventions for generative AI: {@code gen_ai.conversation.id} for the session and
     * {@code gen_ai.request.model} for the model. The conventions have no name for the other two fields.
     */
    public static final AttributeNames STANDARD = new AttributeNames(standard());

    /** Both sets of names. */
    public static final AttributeNames BOTH = new AttributeNames(both());

    /** No attributes. */
    static final AttributeNames NONE = new AttributeNames(new EnumMap<>(TelemetryField.class));

    private final Map<TelemetryField, List<String>> names;
    private final Name[][] keys;
    private final @Nullable Name requestModel;
    private final ContextView<Attributes> view = new ContextView<>(this::attributesOf);

    private AttributeNames(Map<TelemetryField, List<String>> names) {
        this.names = names;
        keys = Arrays.stream(TelemetryField.values())
                .map(field -> names.getOrDefault(field, List.of()).stream()
                        .filter(name -> !name.equals(REQUEST_MODEL))
                        .map(Name::new)
                        .toArray(Name[]::new))
                .toArray(Name[][]::new);
        requestModel = names.getOrDefault(TelemetryField.MODEL_ID, List.of()).contains(REQUEST_MODEL)
                ? new Name(REQUEST_MODEL)
                : null;
    }

    private static Map<TelemetryField, List<String>> own() {
        Map<TelemetryField, List<String>> names = new EnumMap<>(TelemetryField.class);
        for (TelemetryField field : TelemetryField.values()) {
            names.put(field, List.of(field.key()));
        }
        return names;
    }

    /** Literals, because the artifact with these names is not stable. */
    private static Map<TelemetryField, List<String>> standard() {
        Map<TelemetryField, List<String>> names = new EnumMap<>(TelemetryField.class);
        names.put(TelemetryField.SESSION_ID, List.of("gen_ai.conversation.id"));
        names.put(TelemetryField.MODEL_ID, List.of(REQUEST_MODEL));
        return names;
    }

    private static Map<TelemetryField, List<String>> both() {
        Map<TelemetryField, List<String>> names = own();
        names.put(TelemetryField.SESSION_ID, List.of("session_id", "gen_ai.conversation.id"));
        names.put(TelemetryField.MODEL_ID, List.of("model_id", REQUEST_MODEL));
        return names;
    }

    /**
     * Returns a copy with other names for one field.
     *
     * @param field the field
     * @param others the names of its attributes, none if empty
     * @return the new names
     * @throws IllegalArgumentException if a name is blank
     */
    public AttributeNames with(TelemetryField field, List<String> others) {
        Objects.requireNonNull(field, "field");
        if (others.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("A name of " + field.key() + " is blank: " + others);
        }
        Map<TelemetryField, List<String>> changed = new EnumMap<>(names);
        changed.put(field, List.copyOf(others));
        return new AttributeNames(changed);
    }

    /** Returns whether no field has a name. */
    boolean isEmpty() {
        return names.values().stream().allMatch(List::isEmpty);
    }

    /**
     * Sets the attributes that the span does not have. It looks for each name, because a map of all attributes would be
     * a copy.
     */
    void setOn(ReadWriteSpan span, TelemetryContext context) {
        set(span, keys[0], context.sessionId());
        set(span, keys[1], context.requestId());
        String model = context.modelId();
        set(span, keys[2], model);
        Integer iteration = context.samplingIteration();
        if (iteration != null) {
            for (Name name : keys[3]) {
                if (!name.isOn(span)) {
                    span.setAttribute(name.number, Long.valueOf(iteration));
                }
            }
        }
        if (requestModel != null && model != null && isModelCall(span) && !requestModel.isOn(span)) {
            span.setAttribute(requestModel.text, model);
        }
    }

    private static void set(ReadWriteSpan span, Name[] names, @Nullable String value) {
        if (value != null) {
            for (Name name : names) {
                if (!name.isOn(span)) {
                    span.setAttribute(name.text, value);
                }
            }
        }
    }

    private static boolean isModelCall(ReadWriteSpan span) {
        String operation = span.getAttribute(OPERATION_KEY);
        return operation != null && MODEL_OPERATIONS.contains(operation);
    }

    /** Returns the attributes of a context whose names are not present yet, with any type. */
    Attributes missing(TelemetryContext context, Attributes present) {
        Attributes all = context.view(view);
        if (all.isEmpty() || present.isEmpty()) {
            return all;
        }
        Set<String> there = new HashSet<>();
        present.forEach((key, value) -> there.add(key.getKey()));
        return all.toBuilder().removeIf(key -> there.contains(key.getKey())).build();
    }

    private Attributes attributesOf(TelemetryContext context) {
        AttributesBuilder attributes = Attributes.builder();
        put(attributes, keys[0], context.sessionId());
        put(attributes, keys[1], context.requestId());
        put(attributes, keys[2], context.modelId());
        Integer iteration = context.samplingIteration();
        if (iteration != null) {
            for (Name name : keys[3]) {
                attributes.put(name.number, iteration.longValue());
            }
        }
        return attributes.build();
    }

    private static void put(AttributesBuilder attributes, Name[] names, @Nullable String value) {
        if (value != null) {
            for (Name name : names) {
                attributes.put(name.text, value);
            }
        }
    }

    /** Returns the names by field, for people. */
    @Override
    public String toString() {
        return names.toString();
    }

    /** The keys of a name. An existing attribute of either type is kept. */
    private static final class Name {

        final AttributeKey<String> text;
        final AttributeKey<Long> number;

        Name(String name) {
            text = AttributeKey.stringKey(name);
            number = AttributeKey.longKey(name);
        }

        boolean isOn(ReadWriteSpan span) {
            return span.getAttribute(text) != null || span.getAttribute(number) != null;
        }
    }
}
