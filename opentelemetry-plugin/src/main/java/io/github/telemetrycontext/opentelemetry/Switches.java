package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryField;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The configuration properties of this plugin. An invalid value is rejected with the list of valid ones. */
final class Switches {

    private Switches() {}

    static Optional<AttributeNames> spanAttributes(ConfigProperties properties) {
        return names(properties, "otel.telemetry-context.span.");
    }

    static Optional<AttributeNames> logAttributes(ConfigProperties properties) {
        return names(properties, "otel.telemetry-context.log.");
    }

    /** Returns the set of names, with the names of single fields replaced. Empty if no field has a name. */
    private static Optional<AttributeNames> names(ConfigProperties properties, String prefix) {
        String set = prefix + "attributes";
        AttributeNames names = set(set, properties.getString(set, "both"));
        for (TelemetryField field : TelemetryField.values()) {
            String property = prefix + field.key().replace('_', '-') + ".names";
            List<String> own = properties.getList(property);
            if (!own.isEmpty()) {
                names = replaced(names, field, own);
            }
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names);
    }

    /** Returns a copy with other names for one field. */
    static AttributeNames replaced(AttributeNames names, TelemetryField field, List<String> others) {
        return names.with(field, others.equals(List.of("none")) ? List.of() : others);
    }

    /** Returns the set of names for the value of a property. */
    static AttributeNames set(String property, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "both" -> AttributeNames.BOTH;
            case "own" -> AttributeNames.OWN;
            case "standard" -> AttributeNames.STANDARD;
            case "none" -> AttributeNames.NONE;
            default ->
                throw new ConfigurationException(
                        "Unknown value of " + property + ": " + value + ". Set it to both, own, standard or none");
        };
    }

    static boolean baggage(ConfigProperties properties) {
        String property = "otel.telemetry-context.baggage.enabled";
        String value = properties.getString(property, "false");
        boolean enabled = switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ConfigurationException(
                        "Unknown value of " + property + ": " + value + ". Set it to true or false");
        };
        if (enabled
                && !properties
                        .getList("otel.propagators", List.of("tracecontext", "baggage"))
                        .contains("baggage")) {
            throw new ConfigurationException(property
                    + " is true, but otel.propagators does not contain baggage. Add baggage to otel.propagators, or set "
                    + property + " to false");
        }
        return enabled;
    }
}
