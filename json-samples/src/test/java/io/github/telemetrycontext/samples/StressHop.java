package io.github.telemetrycontext.samples;

/** A way for a session to get from one thread to the next, and how many events it logs each time. */
enum StressHop {
    /** A stage of the session's own chain, attached before any other session was there. */
    SESSION(1),
    /** A propagating pool, and from there {@code invokeAll} on another one. */
    POOL(7),
    /** Stages attached to a future that a stranger completes later. */
    PENDING(6),
    /** Stages attached to a future that is complete. */
    COMPLETED(3),
    /** A one-shot task of a propagating scheduler. */
    SCHEDULED(3),
    /** A task that a propagating scheduler runs several times. */
    PERIODIC(3),
    /** A plain pool, with tasks that were wrapped by hand. */
    WRAPPED(5),
    /** Virtual threads that inherit, and their children; before JDK 21 tasks wrapped by hand. */
    VIRTUAL(20),
    /** The threads of the plain pools, between tasks of sessions: there no field may be set. */
    UNWRAPPED(2);

    /** How many virtual threads one {@link #VIRTUAL} hop starts. */
    static final int VIRTUAL_THREADS = 10;

    final int events;

    StressHop(int events) {
        this.events = events;
    }

    /** The events of a session that takes each hop once. */
    static int eventsPerRound() {
        int sum = 0;
        for (StressHop hop : values()) {
            sum += hop.events;
        }
        return sum;
    }
}
