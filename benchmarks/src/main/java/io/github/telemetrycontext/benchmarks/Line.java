package io.github.telemetrycontext.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks a written line before the measurement. */
final class Line {

    static final String MESSAGE = "asking the model for {}";
    static final String ARGUMENT = "alice";

    private static final Set<String> KEYS =
            Set.of(Fields.SESSION_ID, Fields.REQUEST_ID, Fields.MODEL_ID, Fields.ITERATION, Scenario.FOREIGN);
    private static final String BAGGAGE = "baggage.";
    private static final Pattern PAIR = Pattern.compile("([a-z_.]+)=([^,}\\]\\s]+)");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Line() {}

    /**
     * Finds the fields at any place of the line, as text or as numbers.
     *
     * @throws IllegalStateException if the line does not show exactly these fields
     */
    static void check(String line, Map<String, String> expected) {
        // Logback's JsonEncoder writes the argument separately. Other layouts write it into the message.
        boolean oneEvent =
                line.lines().count() == 1 && line.contains("asking the model for") && line.contains(ARGUMENT);
        if (!oneEvent || !shownIn(line).equals(expected)) {
            throw new IllegalStateException("Expected one line with " + expected + " but got " + line);
        }
    }

    private static Map<String, String> shownIn(String line) {
        Map<String, String> shown = new LinkedHashMap<>();
        if (line.startsWith("{")) {
            collect(MAPPER.readTree(line), shown);
        } else {
            PAIR.matcher(line).results().forEach((MatchResult pair) -> keep(pair.group(1), pair.group(2), shown));
        }
        return shown;
    }

    private static void collect(JsonNode object, Map<String, String> shown) {
        object.properties().forEach(property -> {
            JsonNode value = property.getValue();
            if (value.isObject()) {
                // OpenTelemetry's appender also sets the fields as properties of Logback's context.
                if (!property.getKey().equals("context")) {
                    collect(value, shown);
                }
            } else {
                keep(property.getKey(), value.asString(""), shown);
            }
        });
    }

    private static void keep(String key, String value, Map<String, String> shown) {
        String name = key.startsWith(BAGGAGE) ? key.substring(BAGGAGE.length()) : key;
        if (KEYS.contains(name) && shown.put(name, value) != null) {
            throw new IllegalStateException("The line contains " + name + " twice");
        }
    }
}
