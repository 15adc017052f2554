package io.github.telemetrycontext.benchmarks;

/** A logging framework whose only appender writes to a {@link Sink}. */
interface Running {

    /** Logs one event. */
    void log();

    /** A value that depends on all bytes that were written, for the benchmark to return. */
    long sum();

    /** Runs a log statement that is below the level of the logger. */
    void logBelowLevel();

    void stop();
}
