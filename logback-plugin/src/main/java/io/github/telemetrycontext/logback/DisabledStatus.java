package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.StatusManager;
import ch.qos.logback.core.status.WarnStatus;

/** Adds a warning status with the reason why events have no fields, and with the action. */
final class DisabledStatus {

    private static final String DISABLED = "telemetry-context-logback is disabled: ";

    private DisabledStatus() {}

    /** Adds the status once. Logback prints its statuses at start-up if one is a warning. */
    static void add(LoggerContext context, Throwable cause) {
        StatusManager statuses = context.getStatusManager();
        boolean reported = statuses.getCopyOfStatusList().stream()
                .anyMatch(status -> String.valueOf(status.getMessage()).startsWith(DISABLED));
        if (!reported) {
            // A warning, because Spring Boot (3.5.16) does not start the application after an error status.
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
