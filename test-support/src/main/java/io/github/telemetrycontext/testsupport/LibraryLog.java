package io.github.telemetrycontext.testsupport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Captures the log of this library in {@code java.util.logging}, and keeps it off the console until it is closed. */
public final class LibraryLog extends Handler implements AutoCloseable {

    /** A strong reference, because the JDK holds loggers weakly. */
    private final Logger log = Logger.getLogger("io.github.telemetrycontext");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    /** Starts to capture. */
    public LibraryLog() {
        log.addHandler(this);
        log.setUseParentHandlers(false);
    }

    /** Returns the records so far. */
    public List<LogRecord> records() {
        return records;
    }

    @Override
    public void publish(LogRecord record) {
        records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        log.setUseParentHandlers(true);
        log.removeHandler(this);
    }
}
