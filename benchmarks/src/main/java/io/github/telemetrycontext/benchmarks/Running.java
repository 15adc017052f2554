package io.github.telemetrycontext.benchmarks;

/** A logging framework whose only appender writes to a {@link Sink}. */
interface Running {

    /** Logs one event. */
    void log();

    /** Returns a value that depends on all written bytes. Benchmarks return it. */
    long sum();

    /** Runs a log statement below the level of the logger. */
    void logBelowLevel();

    void stop();
}
