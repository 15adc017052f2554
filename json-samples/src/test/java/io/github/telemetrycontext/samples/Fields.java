package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryField;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The place of the fields in a layout, as the table of the samples' README states.
 *
 * @param inside the object that contains the fields, or empty for the top level
 * @param prefix the prefix of their keys
 */
record Fields(String inside, String prefix) {

    static Fields of(Framework framework, String layout) {
        return switch (framework.label() + " " + layout) {
            case "log4j2 gelf" -> new Fields("", "_");
            case "log4j2 stock-logstash", "logback json" -> new Fields("mdc", "");
            default -> new Fields("", "");
        };
    }

    /** Returns the fields of an event in the order of the event, without the prefix. */
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
