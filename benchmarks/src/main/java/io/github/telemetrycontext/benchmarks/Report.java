package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.benchmarks.Ratio.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The results of a full run in Markdown. */
record Report(Map<String, Measured> measured, List<Verdict> verdicts, Effort effort) {

    static final String CHART = "times.svg";

    private static final String START = "<!-- results -->\n";
    private static final String END = "<!-- end of results -->\n";

    String markdown() {
        StringBuilder text = new StringBuilder(machine());
        text.append("\n![nanoseconds of each alternative](" + CHART + ")\n");
        text.append("\n| what | measured | at most | |\n|---|---|---|---|\n");
        for (Verdict verdict : verdicts) {
            text.append("| %s | %s | %s | %s |\n"
                    .formatted(
                            verdict.ratio().what(),
                            verdict.valueText(),
                            verdict.ratio().limit(),
                            verdict.text()));
        }
        text.append("\n| benchmark | ns | from | to | B |\n|---|---:|---:|---:|---:|\n");
        measured.forEach((name, result) -> text.append(String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %d |%n",
                name,
                result.nanos(),
                result.fastest(),
                result.slowest(),
                result.bytes())));
        return text.toString();
    }

    private String machine() {
        return "%s, %d processors, %s %s, %s %s; %d rounds of %d iterations of %d ms.%n"
                .formatted(
                        processor(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        effort.rounds(),
                        effort.iterations(),
                        effort.iterationMillis());
    }

    /** Returns the model of the processor on Linux, otherwise the architecture. */
    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    /**
     * Replaces the results between the markers of a page.
     *
     * @throws IllegalStateException if the page has no markers
     */
    void replaceIn(Path page) throws IOException {
        Files.writeString(page, replacedIn(Files.readString(page)));
    }

    String replacedIn(String page) {
        int start = page.indexOf(START);
        int end = page.indexOf(END);
        if (start < 0 || end < start) {
            throw new IllegalStateException("The page has no place for the results. Add the markers " + START.strip()
                    + " and " + END.strip() + ".");
        }
        return page.substring(0, start + START.length()) + "\n" + markdown() + "\n" + page.substring(end);
    }
}
