package io.github.telemetrycontext.micrometer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Captures the log of this library and keeps it off the console. */
final class LibraryLog extends Handler implements AutoCloseable {

    /** A strong reference, because the JDK holds loggers weakly. */
    private final Logger log = Logger.getLogger("io.github.telemetrycontext");

    final List<LogRecord> records = new CopyOnWriteArrayList<>();

    LibraryLog() {
        log.addHandler(this);
        log.setUseParentHandlers(false);
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
