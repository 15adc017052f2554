package io.github.telemetrycontext.testsupport;

import java.util.SplittableRandom;

/** Runs checks with random values. */
public final class Seeds {

    private Seeds() {}

    /** A check with the values of one seed. */
    @FunctionalInterface
    public interface Check {
        void accept(SplittableRandom random) throws Exception;
    }

    /**
     * Runs a check with new seeds at each call. A failure names its seed. {@code -Drandom.seed} sets the first seed.
     */
    public static void forEach(int count, Check check) {
        long first = Long.getLong("random.seed", System.nanoTime());
        for (long seed = first; seed < first + count; seed++) {
            try {
                check.accept(new SplittableRandom(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("Failed with -Drandom.seed=" + seed, e);
            }
        }
    }
}
