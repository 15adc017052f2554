package io.github.telemetrycontext.benchmarks;

/**
 * The duration of one benchmark. Each round runs the same iterations in a new JVM.
 *
 * @param rounds the number of JVMs
 * @param warmups the number of iterations that are not measured
 * @param warmupMillis the length of a warm-up iteration
 * @param iterations the number of measured iterations
 * @param iterationMillis the length of a measured iteration
 */
record Effort(int rounds, int warmups, int warmupMillis, int iterations, int iterationMillis) {

    /** For published results. */
    static final Effort FULL = new Effort(3, 3, 400, 5, 100);

    /** For a check in a few minutes of code that compiles quickly. */
    private static final Effort CHECK = new Effort(3, 3, 150, 5, 80);

    /** For log events and the Java agent, which have much code. JVMs compile it differently. */
    private static final Effort LONGER_CHECK = new Effort(3, 3, 300, 5, 80);

    static Effort ofCheck(Fork fork) {
        return fork.isAboutEvents() || fork.hasAgent() ? LONGER_CHECK : CHECK;
    }

    Effort once() {
        return new Effort(1, warmups, warmupMillis, iterations, iterationMillis);
    }
}
