package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryField;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Where a layout puts the fields, as the table of the samples' README says it.
 *
 * @param inside the object that holds them, or empty for the top level
 * @param prefix what stands in front of their keys
 */
record Fields(String inside, String prefix) {

    static Fields of(Framework framework, String layout) {
        return switch (framework.label() + " " + layout) {
            case "log4j2 gelf" -> new Fields("", "_");
            case "log4j2 stock-logstash", "logback json" -> new Fields("mdc", "");
            default -> new Fields("", "");
        };
    }

    /** The fields of an event, in their order in the event, by their own keys. */
    Map<String, JsonNode> in(JsonNode event) {
        JsonNode holder = inside.isEmpty() ? event : event.path(inside);
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (String key : holder.propertyNames()) {
            if (key.startsWith(prefix)) {
                TelemetryField.ofKey(key.substring(prefix.length()))
                        .ifPresent(field -> found.put(field.key(), holder.get(key)));
            }
        }
        return found;
    }
}
