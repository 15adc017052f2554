package io.github.telemetrycontext.recipes;

import io.github.telemetrycontext.TelemetryContext;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** java.util.logging: writes the fields in front of each record. */
public class JulFormatter extends SimpleFormatter {

    @Override
    public String format(LogRecord event) {
        return TelemetryContext.current().toMap() + " " + super.format(event);
    }
}
