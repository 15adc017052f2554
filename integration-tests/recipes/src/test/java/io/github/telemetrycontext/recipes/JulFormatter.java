package io.github.telemetrycontext.recipes;

import io.github.telemetrycontext.TelemetryContext;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/** java.util.logging: writes the fields in front of each record. */
public class JulFormatter extends SimpleFormatter {

    @Override
    public String format(LogRecord event) {
        String fields = TelemetryContext.current().toMap().toString();
        // A line break in an id would begin a line that looks like another record.
        return fields.replaceAll("[\\p{Cc}\\u2028\\u2029]", " ") + " " + super.format(event);
    }
}
