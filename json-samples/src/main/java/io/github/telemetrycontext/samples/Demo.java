package io.github.telemetrycontext.samples;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a small agent and prints only its log, as JSON lines. Three system properties change the demo:
 *
 * <ul>
 *   <li>{@code framework}: {@code log4j2}, {@code logback} or {@code both}, which is the default;
 *   <li>{@code layout}: one of the sample configurations, {@code logstash} by default;
 *   <li>{@code otel}: set or not. If set, the demo prints the agent's spans between the lines, which have their trace
 *       ids.
 * </ul>
 */
public final class Demo {

    private static final String BOTH = "both";
    private static final int BAD_SWITCH = 2;

    private Demo() {}

    /**
     * Runs the demo. An unknown value of a property ends the JVM with exit code 2 and one line on standard error.
     *
     * @param arguments not used
     * @throws Exception if the agent is interrupted or fails
     */
    public static void main(String[] arguments) throws Exception {
        boolean withSpans = System.getProperty("otel") != null;
        List<Framework> frameworks;
        String layout;
        try {
            frameworks = frameworks(switchValue("framework", BOTH));
            layout = layout(switchValue("layout", Framework.DEFAULT_LAYOUT), frameworks, withSpans);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_SWITCH);
            return;
        }
        if (withSpans) {
            try (OpenTelemetrySpans spans = new OpenTelemetrySpans()) {
                for (Framework framework : frameworks) {
                    play(framework, framework.layoutWithTraceIds(), spans);
                }
            }
        } else {
            for (Framework framework : frameworks) {
                play(framework, layout, Spans.NONE);
            }
        }
    }

    private static void play(Framework framework, String layout, Spans spans) throws Exception {
        framework.choose(layout);
        try {
            new Agent(framework.log(), spans).run();
        } finally {
            framework.stop();
        }
    }

    private static String switchValue(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isEmpty() ? otherwise : value;
    }

    private static List<Framework> frameworks(String value) {
        if (value.equals(BOTH)) {
            return List.of(Framework.values());
        }
        return Arrays.stream(Framework.values())
                .filter(framework -> framework.label().equals(value))
                .findFirst()
                .map(List::of)
                .orElseThrow(() -> new IllegalArgumentException("Unknown -Dframework=" + value + ". Valid values: "
                        + Arrays.stream(Framework.values())
                                .map(Framework::label)
                                .collect(Collectors.joining(", "))
                        + ", " + BOTH));
    }

    private static String layout(String value, List<Framework> frameworks, boolean withSpans) {
        Set<String> valid = new LinkedHashSet<>(frameworks.get(0).layouts());
        frameworks.forEach(framework -> valid.retainAll(framework.layouts()));
        valid.remove(Framework.PLAIN_TEXT);
        String of = frameworks.stream().map(Framework::label).collect(Collectors.joining(" and "));
        if (withSpans) {
            valid.retainAll(Set.of(Framework.DEFAULT_LAYOUT));
            of += " with -Dotel";
        }
        if (!valid.contains(value)) {
            throw new IllegalArgumentException(
                    "Unknown -Dlayout=" + value + " for " + of + ". Valid values: " + String.join(", ", valid));
        }
        return value;
    }
}
