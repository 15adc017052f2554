package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The names of the attributes for each field, from the properties. */
final class AttributeNames {

    private static final String SESSION = "session_id";
    private static final String MODEL = "model_id";
    static final List<String> FIELDS = List.of(SESSION, "request_id", MODEL, "sampling_iteration");

    private static final Map<String, String> STANDARD =
            Map.of(SESSION, "gen_ai.conversation.id", MODEL, FieldAttributes.REQUEST_MODEL);

    private final Map<String, List<String>> names;

    private AttributeNames(Map<String, List<String>> names) {
        this.names = names;
    }

    /**
     * Returns the names that the properties choose.
     *
     * @param prefix the prefix of the properties for spans or for log records
     * @throws ConfigurationException if the property for the set of names has an invalid value
     */
    static AttributeNames of(ConfigProperties properties, String prefix) {
        String property = prefix + "attributes";
        return of(property, properties.getString(property, "both"), field -> {
            List<String> chosen = properties.getList(prefix + field.replace('_', '-') + ".names");
            return chosen.isEmpty() ? null : chosen;
        });
    }

    /**
     * @param property the name of the property, for the message
     * @param set the set of names
     * @param chosen returns the names for a field, or null for those of the set
     * @throws ConfigurationException if there is no such set
     */
    static AttributeNames of(String property, String set, Function<String, @Nullable List<String>> chosen) {
        String known = set.toLowerCase(Locale.ROOT);
        if (!List.of("both", "own", "standard", "none").contains(known)) {
            throw new ConfigurationException(
                    "Unknown value of " + property + ": " + set + ". Set it to both, own, standard or none");
        }
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (String field : FIELDS) {
            List<String> others = chosen.apply(field);
            names.put(
                    field, others == null ? ofSet(known, field) : others.equals(List.of("none")) ? List.of() : others);
        }
        return new AttributeNames(names);
    }

    private static List<String> ofSet(String set, String field) {
        String standard = STANDARD.get(field);
        return switch (set) {
            case "own" -> List.of(field);
            case "standard" -> standard == null ? List.of() : List.of(standard);
            case "none" -> List.of();
            default -> standard == null ? List.of(field) : List.of(field, standard);
        };
    }

    /** Returns whether no field has a name. */
    boolean isEmpty() {
        return names.values().stream().allMatch(List::isEmpty);
    }

    /** Returns the attributes of a context with these fields. */
    FieldAttributes of(Map<?, ?> fields) {
        FieldAttributes.Builder attributes = new FieldAttributes.Builder();
        names.forEach((field, its) -> {
            Object value = fields.get(field);
            if (value != null) {
                its.forEach(name -> attributes.add(name, value));
            }
        });
        return attributes.build();
    }

    @Override
    public String toString() {
        return names.toString();
    }
}
