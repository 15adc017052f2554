package io.github.telemetrycontext.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * The cost of one operation.
 *
 * @param nanos the median time of all iterations of all rounds
 * @param fastest the shortest time
 * @param slowest the longest time
 * @param noise the relative standard error of the time, from the differences between JVMs
 * @param bytes the median allocation on all threads, in whole bytes
 */
record Measured(double nanos, double fastest, double slowest, double noise, long bytes) {

    static Measured of(RunResult result) {
        return of(
                scores(result, IterationResult::getPrimaryResult),
                scores(result, iteration -> iteration.getSecondaryResults().get("gc.alloc.rate.norm")));
    }

    private static List<List<Double>> scores(RunResult result, Function<IterationResult, @Nullable Result<?>> kind) {
        return result.getBenchmarkResults().stream()
                .map(round -> round.getIterationResults().stream()
                        .map(kind)
                        .map(score -> Objects.requireNonNull(score, "score").getScore())
                        .toList())
                .toList();
    }

    /** Computes the cost from the iterations of each round. */
    static Measured of(List<List<Double>> nanos, List<List<Double>> bytes) {
        List<Double> sorted = nanos.stream().flatMap(List::stream).sorted().toList();
        return new Measured(
                median(sorted),
                sorted.get(0),
                sorted.get(sorted.size() - 1),
                noise(nanos.stream().map(Measured::median).toList()),
                Math.round(median(bytes.stream().flatMap(List::stream).toList())));
    }

    private static double noise(List<Double> rounds) {
        double mean = rounds.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double squares = rounds.stream()
                .mapToDouble(round -> (round - mean) * (round - mean))
                .sum();
        return rounds.size() < 2 ? 0 : Math.sqrt(squares / (rounds.size() - 1) / rounds.size()) / mean;
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
