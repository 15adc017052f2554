package io.github.telemetrycontext.samples;

/** A way to move a session to another thread, with the number of events that it logs each time. */
enum StressHop {
    /** A stage of the session's own chain, attached before other sessions start. */
    SESSION(1),
    /** A propagating pool, whose task calls {@code invokeAll} on another pool. */
    POOL(7),
    /** Stages of a future that another thread completes later. */
    PENDING(6),
    /** Stages of a future that is already complete. */
    COMPLETED(3),
    /** A one-shot task of a propagating scheduler. */
    SCHEDULED(3),
    /** A task that a propagating scheduler runs several times. */
    PERIODIC(3),
    /** A plain pool, with manually wrapped tasks. */
    WRAPPED(5),
    /** Virtual threads that inherit, and their children. Before JDK 21, manually wrapped tasks. */
    VIRTUAL(20),
    /** Tasks on the threads of plain pools, between tasks of sessions. They must have no fields. */
    UNWRAPPED(2);

    /** The number of virtual threads that one {@link #VIRTUAL} hop starts. */
    static final int VIRTUAL_THREADS = 10;

    final int events;

    StressHop(int events) {
        this.events = events;
    }

    /** Returns the number of events of a session that uses each hop once. */
    static int eventsPerRound() {
        int sum = 0;
        for (StressHop hop : values()) {
            sum += hop.events;
        }
        return sum;
    }
}
