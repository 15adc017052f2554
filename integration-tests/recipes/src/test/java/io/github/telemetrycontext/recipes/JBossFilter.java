package io.github.telemetrycontext.recipes;

import io.github.telemetrycontext.TelemetryContext;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/** JBoss LogManager, which Quarkus and WildFly have: adds the fields to the MDC of each record. */
public class JBossFilter implements Filter {

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
