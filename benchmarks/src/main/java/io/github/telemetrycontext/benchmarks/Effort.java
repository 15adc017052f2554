package io.github.telemetrycontext.benchmarks;

/**
 * How long to measure one benchmark: in each round it gets one JVM, with the same iterations.
 *
 * @param rounds how many JVMs
 * @param warmups iterations that do not count
 * @param warmupMillis the length of one of them
 * @param iterations that count
 * @param iterationMillis the length of one of them
 */
record Effort(int rounds, int warmups, int warmupMillis, int iterations, int iterationMillis) {

    /** For results to publish. */
    static final Effort FULL = new Effort(3, 3, 400, 5, 100);

    /** For an answer in a few minutes, about something that the compiler is done with soon. */
    private static final Effort CHECK = new Effort(3, 3, 150, 5, 80);

    /** For log events and the java agent. There is much to compile, and no two JVMs compile it alike. */
    private static final Effort LONGER_CHECK = new Effort(3, 3, 300, 5, 80);

    static Effort ofCheck(Fork fork) {
        return fork.isAboutEvents() || fork.hasAgent() ? LONGER_CHECK : CHECK;
    }

    Effort once() {
        return new Effort(1, warmups, warmupMillis, iterations, iterationMillis);
    }
}
