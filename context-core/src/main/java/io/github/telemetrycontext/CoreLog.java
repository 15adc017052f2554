package io.github.telemetrycontext;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Writes to the log {@code io.github.telemetrycontext} about faults of the configuration and of services. */
final class CoreLog {

    private static final Set<String> FAILED = ConcurrentHashMap.newKeySet();

    private CoreLog() {}

    static void log(Level level, String message, @Nullable Throwable cause) {
        try {
            System.getLogger("io.github.telemetrycontext").log(level, message, cause);
        } catch (RuntimeException | LinkageError e) {
            // A logger that fails must not fail the application.
        }
    }

    static void warn(String message) {
        log(Level.WARNING, message, null);
    }

    /** Logs only the first failure of a service, because every scope could fail. */
    static void warnOnce(Object service, String fault, Throwable cause) {
        String name = service.getClass().getName();
        if (FAILED.add(name)) {
            String message = name + " " + fault
                    + ". Check that all telemetry-context jars have the same version. Further failures are not logged.";
            log(Level.WARNING, message, cause);
        }
    }
}
