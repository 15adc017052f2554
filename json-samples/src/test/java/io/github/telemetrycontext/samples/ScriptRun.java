package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lines that {@link GoldenScript} writes, without values that differ between runs. */
final class ScriptRun {

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** This layout writes context data in the order of a hash map, which depends on the JDK. */
    private static final String UNORDERED = "elastic";

    private static final Map<List<Object>, List<String>> RUNS = new ConcurrentHashMap<>();

    private static final Map<String, String> VOLATILE = Map.ofEntries(
            Map.entry("@timestamp", "<time>"),
            Map.entry("timestamp", "<time>"),
            Map.entry("nanoseconds", "<time>"),
            Map.entry("birthdate", "<time>"),
            Map.entry("epochSecond", "<time>"),
            Map.entry("nanoOfSecond", "<time>"),
            Map.entry("timestampSeconds", "<time>"),
            Map.entry("timestampNanos", "<time>"),
            Map.entry("source_host", "<host>"),
            Map.entry("host", "<host>"),
            Map.entry("threadId", "<thread>"));

    private ScriptRun() {}

    static Stream<Arguments> all() {
        return Stream.of(Framework.values())
                .flatMap(framework -> framework.layouts().stream().map(layout -> Arguments.of(framework, layout)));
    }

    static List<String> of(Framework framework, String layout) {
        return RUNS.computeIfAbsent(List.of(framework, layout), key -> run(framework, layout));
    }

    static List<ObjectNode> jsonOf(Framework framework, String layout) {
        return of(framework, layout).stream()
                .map(line -> (ObjectNode) JSON.readTree(line))
                .toList();
    }

    private static List<String> run(Framework framework, String layout) {
        Result child = new ForkedJvm().run(GoldenScript.class, framework.name(), layout);
        assertThat(child.err()).as("standard error").isEmpty();
        assertThat(child.exitValue()).isZero();
        if (layout.equals(Framework.PLAIN_TEXT)) {
            return child.out();
        }
        List<String> lines = child.out().stream().map(ScriptRun::normalized).toList();
        return layout.equals(UNORDERED) ? lines.stream().map(ScriptRun::sorted).toList() : lines;
    }

    private static String sorted(String line) {
        return JSON.writeValueAsString(JSON.readValue(line, TreeMap.class));
    }

    /** Parses and rewrites a line, so that tests compare values and key order, but not white space. */
    static String normalized(String line) {
        JsonNode event = JSON.readTree(line);
        normalize((ObjectNode) event);
        return event.toString();
    }

    private static void normalize(ObjectNode object) {
        for (String key : List.copyOf(object.propertyNames())) {
            JsonNode value = object.get(key);
            String replacement = VOLATILE.get(key);
            if (replacement != null && !value.isObject()) {
                object.put(key, replacement);
            } else if (value instanceof ObjectNode inner) {
                normalize(inner);
            }
        }
    }
}
