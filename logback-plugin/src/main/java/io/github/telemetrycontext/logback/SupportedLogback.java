package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.status.ErrorStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.LoggingEvent;

/** Whether Logback is new enough, and what to say if it isn't. */
final class SupportedLogback {

    /** Such as <i>Logback 1.5.21 or later (found is 1.5.20)</i>. */
    static final String NEEDED_AND_FOUND =
            neededAndFound(LoggerContext.class.getPackage().getImplementationVersion());

    private SupportedLogback() {}

    /** The version is null on the module path and where all jars have been merged into one. */
    static String neededAndFound(@Nullable String found) {
        return "Logback 1.5.21 or later" + (found == null ? "" : " (found is " + found + ")");
    }

    /** Reports a Logback with which the fields are there, but not all of the rules hold. */
    static void check(LoggerContext context) {
        if (!filtersSeeKeyValuePairs()) {
            String message =
                    "telemetry-context-logback needs " + NEEDED_AND_FOUND + ": a log event with a key-value pair"
                            + " that has the name of a field gets the key twice. Upgrade logback-classic and logback-core";
            context.getStatusManager().add(new ErrorStatus(message, context));
        }
    }

    /** Asked rather than concluded from a version, which nobody knows any more when all jars have been merged into one. */
    private static boolean filtersSeeKeyValuePairs() {
        try {
            TurboFilter.class.getMethod("decide", Logger.class, LoggingEvent.class);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
