package io.github.telemetrycontext.benchmarks;

import static io.github.telemetrycontext.benchmarks.Output.LOG4J_ECS;
import static io.github.telemetrycontext.benchmarks.Output.LOG4J_OUR_ECS;
import static io.github.telemetrycontext.benchmarks.Output.LOGBACK_LOGSTASH;
import static io.github.telemetrycontext.benchmarks.Scenario.NATIVE;
import static io.github.telemetrycontext.benchmarks.Scenario.NONE;
import static io.github.telemetrycontext.benchmarks.Scenario.OPENTELEMETRY;
import static io.github.telemetrycontext.benchmarks.Scenario.OURS;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A bar chart of the time of each alternative. Our bars have a different color. */
final class Chart {

    private static final String OURS_IS = "telemetry-context";

    private static final List<Group> GROUPS = List.of(
            new Group(
                    "A scope of four fields, opened and closed",
                    new Bar(true, OURS_IS, "ScopeBenchmark.ours"),
                    new Bar(false, "SLF4J MDC, put and remove", "ScopeBenchmark.mdc"),
                    new Bar(false, "Log4j ThreadContext, put and remove", "ScopeBenchmark.threadContext"),
                    new Bar(false, "Log4j CloseableThreadContext", "ScopeBenchmark.closeableThreadContext"),
                    new Bar(false, "OpenTelemetry Context", "ScopeBenchmark.openTelemetryContext"),
                    new Bar(false, "OpenTelemetry Baggage", "ScopeBenchmark.openTelemetryBaggage"),
                    new Bar(false, "Brave, correlated with the MDC", "ScopeBenchmark.braveMdc")),
            new Group(
                    "A Log4j2 event, JsonTemplateLayout with an ECS template",
                    event(false, "no fields", LOG4J_ECS, NONE),
                    event(true, OURS_IS + ", our template", LOG4J_OUR_ECS, OURS),
                    event(true, OURS_IS + ", Log4j's template", LOG4J_ECS, OURS),
                    event(false, "four entries of ThreadContext", LOG4J_ECS, NATIVE),
                    event(false, "OpenTelemetry's provider, baggage", LOG4J_ECS, OPENTELEMETRY)),
            new Group(
                    "A Logback event, LogstashEncoder",
                    event(false, "no fields", LOGBACK_LOGSTASH, NONE),
                    event(true, OURS_IS, LOGBACK_LOGSTASH, OURS),
                    event(false, "four entries of the MDC", LOGBACK_LOGSTASH, NATIVE),
                    event(false, "OpenTelemetry's appender, baggage", LOGBACK_LOGSTASH, OPENTELEMETRY)),
            new Group(
                    "A task that runs with the context of its submitter",
                    new Bar(true, OURS_IS, "HopBenchmark.ours"),
                    new Bar(false, "OpenTelemetry Context.wrap", "HopBenchmark.openTelemetryContext"),
                    new Bar(false, "Micrometer ContextSnapshot", "HopBenchmark.micrometer"),
                    new Bar(false, "Brave, correlated with the MDC", "HopBenchmark.braveMdc"),
                    new Bar(false, "transmittable-thread-local", "HopBenchmark.transmittableThreadLocal"),
                    new Bar(false, "copies of the MDC", "HopBenchmark.mdcCopy")));

    private static final int WIDTH = 840;
    private static final int START_OF_BARS = 310;
    private static final int LONGEST_BAR = 450;
    private static final int HEIGHT_OF_BAR = 24;
    private static final int HEIGHT_OF_TITLE = 48;
    private static final int MARGIN = 16;

    private Chart() {}

    /** Returns the names of all benchmarks in the chart. */
    static List<String> benchmarks() {
        return GROUPS.stream()
                .flatMap(group -> group.bars.stream())
                .map(Bar::benchmark)
                .toList();
    }

    /** Returns the chart as SVG. */
    static String of(Map<String, Measured> measured) {
        StringBuilder shapes = new StringBuilder();
        int y = 0;
        for (Group group : GROUPS) {
            y += HEIGHT_OF_TITLE;
            shapes.append("<text x='%d' y='%d' class='title'>%s, ns</text>%n".formatted(MARGIN, y - 12, group.title));
            List<Bar> sorted = group.bars.stream()
                    .sorted(Comparator.comparingDouble(bar -> bar.nanos(measured)))
                    .toList();
            double longest = sorted.get(sorted.size() - 1).nanos(measured);
            for (Bar bar : sorted) {
                shapes.append(bar.at(y, bar.nanos(measured), longest));
                y += HEIGHT_OF_BAR;
            }
        }
        int height = y + MARGIN;
        return """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' height='%d'>
                <style>
                text { font: 14px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #333 }
                rect { fill: #b4bcc8 }
                .title { font-weight: bold; font-size: 16px }
                .ours { font-weight: bold; fill: #0b6b45 }
                rect.ours { fill: #1a9a68 }
                .label { text-anchor: end }
                .page { fill: white }
                </style>
                <rect width='100%%' height='100%%' class='page'/>
                %s</svg>
                """.formatted(WIDTH, height, WIDTH, height, shapes);
    }

    private static Bar event(boolean isOurs, String name, Output output, Scenario scenario) {
        return new Bar(isOurs, name, Fork.name("EventBenchmark.event", output, scenario));
    }

    private record Group(String title, List<Bar> bars) {

        Group(String title, Bar... bars) {
            this(title, List.of(bars));
        }
    }

    private record Bar(boolean isOurs, String name, String benchmark) {

        double nanos(Map<String, Measured> measured) {
            return Objects.requireNonNull(measured.get(benchmark), benchmark).nanos();
        }

        String at(int y, double nanos, double longest) {
            String kind = isOurs ? "ours" : "other";
            double length = Math.max(1, LONGEST_BAR * nanos / longest);
            return String.format(
                    Locale.ROOT,
                    """
                    <text x='%d' y='%d' class='label %s'>%s</text>
                    <rect x='%d' y='%d' width='%.1f' height='%d' class='%s'/>
                    <text x='%.1f' y='%d' class='%s'>%s</text>
                    """,
                    START_OF_BARS - 8,
                    y + 16,
                    kind,
                    name,
                    START_OF_BARS,
                    y + 2,
                    length,
                    HEIGHT_OF_BAR - 4,
                    kind,
                    START_OF_BARS + length + 6,
                    y + 16,
                    kind,
                    String.format(Locale.ROOT, nanos < 100 ? "%.1f" : "%,.0f", nanos));
        }
    }
}
