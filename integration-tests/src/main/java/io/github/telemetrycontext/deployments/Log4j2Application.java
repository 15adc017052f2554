package io.github.telemetrycontext.deployments;

import io.github.telemetrycontext.TelemetryContext;
import org.apache.logging.log4j.LogManager;

/** Logs one line through Log4j. */
public final class Log4j2Application {

    private Log4j2Application() {}

    /** Logs one line. The argument is the session, which may be missing. */
    public static void main(String[] session) {
        TelemetryContext.with()
                .sessionId(session.length == 0 ? null : session[0])
                .requestId("r-1")
                .modelId("granite")
                .samplingIteration(3)
                .run(() -> LogManager.getLogger("app").info("inside"));
    }

    /** Stops logging, as a container does before it undeploys an application. */
    public static void end() {
        LogManager.shutdown();
    }
}
