package io.github.telemetrycontext.deployments;

import ch.qos.logback.classic.LoggerContext;
import io.github.telemetrycontext.TelemetryContext;
import org.slf4j.LoggerFactory;

/** Logs one line through SLF4J, to Logback. */
public final class LogbackApplication {

    private LogbackApplication() {}

    /** Logs one line. The argument is the session, which may be missing. */
    public static void main(String[] session) {
        TelemetryContext.with()
                .sessionId(session.length == 0 ? null : session[0])
                .requestId("r-1")
                .modelId("granite")
                .samplingIteration(3)
                .run(() -> LoggerFactory.getLogger("app").info("inside"));
    }

    /** Stops logging, as a container does before it undeploys an application. */
    public static void end() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.stop();
        }
    }
}
