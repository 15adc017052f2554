package io.github.telemetrycontext.log4j2;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusData;
import org.apache.logging.log4j.status.StatusListener;
import org.apache.logging.log4j.status.StatusLogger;

/** Collects the warnings and errors on Log4j's status log until closed. */
final class Statuses implements AutoCloseable {

    final Queue<StatusData> seen = new ConcurrentLinkedQueue<>();

    /** A separate object, because Log4j closes a listener that is removed. */
    private final StatusListener listener = new StatusListener() {

        @Override
        public void log(StatusData data) {
            seen.add(data);
        }

        @Override
        public Level getStatusLevel() {
            return Level.WARN;
        }

        @Override
        public void close() {}
    };

    Statuses() {
        StatusLogger.getLogger().registerListener(listener);
    }

    @Override
    public void close() {
        StatusLogger.getLogger().removeListener(listener);
    }
}
