package io.github.telemetrycontext.micrometer;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What goes to the log of this library, instead of to the console. */
final class Complaints extends Handler implements AutoCloseable {

    /** Held here, because the JDK does not hold on to it. */
    private final Logger log = Logger.getLogger("io.github.telemetrycontext");

    final List<LogRecord> records = new CopyOnWriteArrayList<>();

    Complaints() {
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
