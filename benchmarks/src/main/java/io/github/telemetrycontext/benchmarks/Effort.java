package io.github.telemetrycontext.benchmarks;

/** How long to measure: in each round every benchmark gets one JVM, with the same iterations. */
record Effort(int rounds, int warmups, int warmupMillis, int iterations, int iterationMillis) {

    /** For results to publish. */
    static final Effort FULL = new Effort(3, 2, 1_000, 5, 400);

    /** For an answer in a few minutes. */
    static final Effort CHECK = new Effort(2, 3, 500, 5, 150);
}
