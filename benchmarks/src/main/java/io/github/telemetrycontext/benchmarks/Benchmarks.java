package io.github.telemetrycontext.benchmarks;

import io.github.telemetrycontext.benchmarks.Ratio.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

/** The commands {@code full} and {@code check}. */
public final class Benchmarks {

    /** The time for additional rounds of benchmarks that exceed a limit after the regular rounds. */
    private static final Duration EXTRA_TIME = Duration.ofMinutes(2);

    private static final int JDK = Runtime.version().feature();

    private Benchmarks() {}

    /**
     * Measures, prints the results with their limits, and ends the JVM.
     *
     * @param arguments four arguments: {@code full}, which writes all results into {@code target}, or {@code check}, which
     *     ends with 1 if a limit is exceeded; the directory of this module; {@code true} if {@code full} also writes
     *     RESULTS.md; a regular expression for the limits to check
     * @throws IOException if a result can't be written
     */
    public static void main(String[] arguments) throws IOException {
        Path module = Path.of(arguments[1]);
        Path target = Files.createDirectories(module.resolve("target"));
        System.setProperty(JavaAgent.TARGET, target.toString());
        Path log = target.resolve("jmh.log");
        try (PrintStream jmh = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            boolean kept = switch (arguments[0]) {
                case "check" -> check(jmh, Pattern.compile(arguments[3]));
                case "full" -> full(jmh, module, target, Boolean.parseBoolean(arguments[2]));
                default ->
                    throw new IllegalArgumentException("Unknown command " + arguments[0] + ". Use full or check.");
            };
            System.exit(kept ? 0 : 1);
        } catch (RunnerException e) {
            System.err.println("A benchmark failed: " + e.getMessage() + ". See " + log + ".");
            System.exit(2);
        }
    }

    private static boolean check(PrintStream jmh, Pattern only) throws RunnerException {
        List<Ratio> ratios = Promises.all().stream()
                .filter(ratio -> only.matcher(ratio.what()).find())
                .toList();
        List<Fork> forks = Fork.all().stream()
                .filter(fork -> ratios.stream().anyMatch(ratio -> ratio.concerns(fork)))
                .toList();
        Map<String, RunResult> results = new Rounds(Effort::ofCheck, jmh, name -> {}).run(forks);
        List<Verdict> verdicts = judge(ratios, measured(results));
        long end = System.nanoTime() + EXTRA_TIME.toNanos();
        while (verdicts.stream().anyMatch(Verdict::isWorthAnotherRound) && System.nanoTime() < end) {
            List<Verdict> doubtful =
                    verdicts.stream().filter(Verdict::isWorthAnotherRound).toList();
            List<Fork> again = forks.stream()
                    .filter(fork -> doubtful.stream()
                            .anyMatch(verdict -> verdict.ratio().concerns(fork)))
                    .toList();
            new Rounds(fork -> Effort.ofCheck(fork).once(), jmh, name -> {})
                    .run(again)
                    .forEach((name, result) -> results.merge(name, result, Rounds::both));
            verdicts = judge(ratios, measured(results));
        }
        print(verdicts);
        List<Verdict> over = verdicts.stream().filter(Verdict::isOver).toList();
        if (!over.isEmpty()) {
            System.out.println("Over the limit: "
                    + over.stream().map(verdict -> verdict.ratio().what()).collect(Collectors.joining("; ")));
        }
        return over.isEmpty();
    }

    private static boolean full(PrintStream jmh, Path module, Path target, boolean intoResults)
            throws RunnerException, IOException {
        List<Fork> forks = Fork.all().stream()
                .filter(fork -> Promises.all().stream().anyMatch(ratio -> ratio.concerns(fork))
                        || Chart.benchmarks().contains(fork.name()))
                .toList();
        Map<String, RunResult> results = new Rounds(fork -> Effort.FULL, jmh, System.out::println).run(forks);
        ResultFormatFactory.getInstance(
                        ResultFormatType.JSON, target.resolve("result.json").toString())
                .writeOut(results.values());
        Map<String, Measured> measured = measured(results);
        List<Verdict> verdicts = judge(Promises.all(), measured);
        Report report = new Report(measured, verdicts, Effort.FULL);
        Files.writeString(target.resolve("result.md"), report.markdown());
        Files.writeString(target.resolve(Report.CHART), Chart.of(measured));
        if (intoResults) {
            report.replaceIn(module.resolve("RESULTS.md"));
            Files.writeString(module.resolve(Report.CHART), Chart.of(measured));
        }
        print(verdicts);
        return true;
    }

    private static Map<String, Measured> measured(Map<String, RunResult> results) {
        Map<String, Measured> measured = new LinkedHashMap<>();
        results.forEach((name, result) -> measured.put(name, Measured.of(result)));
        return measured;
    }

    private static List<Verdict> judge(List<Ratio> ratios, Map<String, Measured> measured) {
        return ratios.stream().map(ratio -> ratio.judge(measured, JDK)).toList();
    }

    private static void print(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            Ratio ratio = verdict.ratio();
            System.out.printf(
                    Locale.ROOT,
                    "%-72s %9s  at most %9s  %-6s %s%n",
                    ratio.what(),
                    verdict.valueText(),
                    ratio.limit(),
                    verdict.text(),
                    verdict.texts());
        }
    }
}
