package io.github.telemetrycontext.benchmarks;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A limit for a benchmark in comparison with a peer.
 *
 * @param measured the {@link Fork#name() name} of the benchmark
 * @param peer the name of the other benchmark; the same name if the limit needs no peer
 */
record Ratio(String what, String measured, String peer, Limit limit) {

    private static final String NEEDS_JDK_21 = "VirtualThreadBenchmark.";

    boolean concerns(Fork fork) {
        return fork.name().equals(measured) || fork.name().equals(peer);
    }

    boolean isMeasuredOn(int jdk) {
        return jdk >= 21 || !measured.contains(NEEDS_JDK_21);
    }

    /**
     * Compares the results with the limit.
     *
     * @param results the results by name
     * @throws IllegalStateException if a result is missing that this JDK can measure
     */
    Verdict judge(Map<String, Measured> results, int jdk) {
        if (!isMeasuredOn(jdk)) {
            return new Verdict(this, null, 0, "");
        }
        Measured ours = result(measured, results);
        Measured theirs = result(peer, results);
        double value = limit.of(ours, theirs);
        return new Verdict(this, value, limit.noise(value, ours, theirs), limit.texts(ours, theirs));
    }

    private Measured result(String name, Map<String, Measured> results) {
        Measured result = results.get(name);
        if (result == null) {
            throw new IllegalStateException("No result of " + name + ", which is required for: " + what);
        }
        return result;
    }

    /**
     * The result of a comparison.
     *
     * @param value the compared value, null if this JDK can't measure it
     * @param noise the standard error of the value
     * @param texts the compared values
     */
    record Verdict(Ratio ratio, @Nullable Double value, double noise, String texts) {

        private static final double STANDARD_ERRORS = 2;

        boolean isDoubtful() {
            return value != null && !ratio.limit.allows(value);
        }

        /** Returns whether more rounds may change the result. Noise does not explain an excess of a fifth. */
        boolean isWorthAnotherRound() {
            return value != null && isDoubtful() && noise > 0 && ratio.limit.allows(value * 0.8);
        }

        /** Returns whether the value exceeds the limit by more than two standard errors. */
        boolean isOver() {
            return value != null && !ratio.limit.allows(value - STANDARD_ERRORS * noise);
        }

        String valueText() {
            return value == null ? "-" : ratio.limit.text(value);
        }

        String text() {
            if (value == null) {
                return "not measured, needs JDK 21";
            }
            if (isOver()) {
                return "OVER";
            }
            return isDoubtful() ? "at the limit, within the noise" : "ok";
        }
    }
}
