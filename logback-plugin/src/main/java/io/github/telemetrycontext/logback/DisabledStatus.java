package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.StatusManager;
import ch.qos.logback.core.status.WarnStatus;

/** The warning status that says why the events of a logger context have no fields, and what to do. */
final class DisabledStatus {

    private static final String DISABLED = "telemetry-context-logback is disabled: ";

    private DisabledStatus() {}

    /** Adds the status once. Logback prints its statuses at start-up if one is a warning. */
    static void add(LoggerContext context, Throwable cause) {
        StatusManager statuses = context.getStatusManager();
        boolean reported = statuses.getCopyOfStatusList().stream()
                .anyMatch(status -> String.valueOf(status.getMessage()).startsWith(DISABLED));
        if (!reported) {
            // No error: with an error status, Spring Boot (3.5.16) does not start the application.
            statuses.add(new WarnStatus(DISABLED + reason(cause), context));
        }
    }

    private static String reason(Throwable cause) {
        if (SupportedLogback.isTooOld()) {
            return "it needs " + SupportedLogback.NEEDED_AND_FOUND + ". Upgrade logback-classic and logback-core";
        }
        if (RequiredJars.missing().contains("telemetry-context-core")) {
            return "telemetry-context-core is missing. Add telemetry-context-core, in the version of"
                    + " telemetry-context-logback";
        }
        return "the versions of its dependencies do not match (" + cause
                + "). Use one version of all telemetry-context jars, for example with telemetry-context-bom, and "
                + SupportedLogback.NEEDED_AND_FOUND;
    }
}
