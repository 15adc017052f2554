package io.github.telemetrycontext.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all benchmarks once per round. A temporary load of the machine then affects one round of many benchmarks instead of
 * all forks of one benchmark.
 */
final class Rounds {

    private static final String CLASS_PATH = "java.class.path";

    private final Function<Fork, Effort> effort;
    private final OutputFormat log;
    private final Consumer<String> progress;

    /** Writes the report of JMH to the log. */
    Rounds(Function<Fork, Effort> effort, PrintStream log, Consumer<String> progress) {
        this.effort = effort;
        this.log = OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL);
        this.progress = progress;
    }

    /**
     * Runs the benchmarks.
     *
     * @return the combined results of all rounds, by name
     * @throws RunnerException if a benchmark fails; the log says how
     */
    Map<String, RunResult> run(List<Fork> forks) throws RunnerException {
        Map<String, RunResult> results = new LinkedHashMap<>();
        int rounds = forks.stream()
                .mapToInt(fork -> effort.apply(fork).rounds())
                .max()
                .orElse(0);
        for (int round = 1; round <= rounds; round++) {
            for (Fork fork : forks) {
                if (round <= effort.apply(fork).rounds()) {
                    progress.accept("round %d of %d: %s".formatted(round, rounds, fork.name()));
                    results.merge(fork.name(), run(fork), Rounds::both);
                }
            }
        }
        return results;
    }

    /** Sets the classpath of this JVM, because JMH passes it to the forked JVM. */
    private RunResult run(Fork fork) throws RunnerException {
        String whole = System.getProperty(CLASS_PATH);
        System.setProperty(CLASS_PATH, fork.classPath().of(whole));
        try {
            return new Runner(fork.options(effort.apply(fork)), log).runSingle();
        } finally {
            System.setProperty(CLASS_PATH, whole);
        }
    }

    /** Combines the iterations of two results. */
    static RunResult both(RunResult earlier, RunResult later) {
        List<BenchmarkResult> results = new ArrayList<>(earlier.getBenchmarkResults());
        results.addAll(later.getBenchmarkResults());
        return new RunResult(earlier.getParams(), results);
    }
}
