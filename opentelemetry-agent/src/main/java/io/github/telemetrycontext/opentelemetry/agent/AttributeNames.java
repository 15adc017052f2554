package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names of the attributes for each field, as the properties choose them. */
final class AttributeNames {

    private static final String SESSION = "session_id";
    private static final String MODEL = "model_id";
    private static final List<String> FIELDS = List.of(SESSION, "request_id", MODEL, "sampling_iteration");

    private static final Map<String, String> STANDARD =
            Map.of(SESSION, "gen_ai.conversation.id", MODEL, FieldAttributes.REQUEST_MODEL);

    private final Map<String, List<String>> names;

    private AttributeNames(Map<String, List<String>> names) {
        this.names = names;
    }

    /**
     * @param prefix of the properties for spans or for log records
     * @throws ConfigurationException if the property for the set of names has another value than it may have
     */
    static AttributeNames of(ConfigProperties properties, String prefix) {
        String property = prefix + "attributes";
        String set = properties.getString(property, "both").toLowerCase(Locale.ROOT);
        if (!List.of("both", "own", "standard", "none").contains(set)) {
            throw new ConfigurationException("Unknown value of " + property + ": " + properties.getString(property)
                    + ". Set it to both, own, standard or none");
        }
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (String field : FIELDS) {
            List<String> chosen = properties.getList(prefix + field.replace('_', '-') + ".names");
            names.put(
                    field, chosen.isEmpty() ? ofSet(set, field) : chosen.equals(List.of("none")) ? List.of() : chosen);
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

    /** Whether no field has a name. */
    boolean isEmpty() {
        return names.values().stream().allMatch(List::isEmpty);
    }

    /** The attributes of a context with these fields. */
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
