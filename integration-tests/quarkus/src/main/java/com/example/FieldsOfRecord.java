package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/** Adds the fields to the MDC of each record. */
@LoggingFilter(name = "telemetry")
public final class FieldsOfRecord implements Filter {

    @Override
    public boolean isLoggable(LogRecord event) {
        TelemetryContext.current().toStringMap().forEach((key, value) -> {
            if (((ExtLogRecord) event).getMdc(key) == null) {
                ((ExtLogRecord) event).putMdc(key, value);
            }
        });
        return true;
    }
}
