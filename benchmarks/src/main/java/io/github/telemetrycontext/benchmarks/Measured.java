package io.github.telemetrycontext.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one operation costs.
 *
 * @param nanos the median time of all iterations of all rounds
 * @param fastest the shortest time
 * @param slowest the longest time
 * @param bytes the median of what is allocated, on all threads, to the whole byte
 */
record Measured(double nanos, double fastest, double slowest, long bytes) {

    static Measured of(RunResult result) {
        return of(
                scores(result, IterationResult::getPrimaryResult),
                scores(result, iteration -> iteration.getSecondaryResults().get("gc.alloc.rate.norm")));
    }

    private static List<Double> scores(RunResult result, Function<IterationResult, @Nullable Result<?>> kind) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(kind)
                .map(score -> Objects.requireNonNull(score, "score").getScore())
                .toList();
    }

    static Measured of(List<Double> nanos, List<Double> bytes) {
        List<Double> sorted = nanos.stream().sorted().toList();
        return new Measured(median(nanos), sorted.get(0), sorted.get(sorted.size() - 1), Math.round(median(bytes)));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
