package io.github.telemetrycontext;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The log {@code io.github.telemetrycontext}, for faults of the configuration and of services. */
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

    /** Logs the first failure of a service. Otherwise each scope would log one. */
    static void warnOnce(Object service, String fault, Throwable cause) {
        String name = service.getClass().getName();
        if (FAILED.add(name)) {
            String message = name + " " + fault
                    + ". Check that all telemetry-context jars have the same version. Further failures are not logged.";
            log(Level.WARNING, message, cause);
        }
    }
}
