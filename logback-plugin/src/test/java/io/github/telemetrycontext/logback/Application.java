package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.status.Status;
import io.github.telemetrycontext.TelemetryContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A program for tests in separate JVMs. Only Logback writes to its standard output. */
@SuppressWarnings("try") // scopes are only opened and closed
public final class Application {

    private Application() {}

    /**
     * Logs four events and one at DEBUG. Then prints the warnings and errors of Logback to standard error.
     */
    public static void main(String[] args) {
        Logger log = LoggerFactory.getLogger("app");
        try (var scope = TelemetryContext.with()
                .sessionId("s-42")
                .requestId("8c7e2f")
                .modelId("granite")
                .samplingIteration(2)
                .open()) {
            log.debug("detail");
            log.info("inside");
            log.atInfo().addKeyValue("session_id", "own").log("own");
            MDC.put("user", "u");
            log.info("with MDC");
            MDC.clear();
        }
        log.info("outside");

        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getEffectiveLevel() > Status.INFO
                        || String.valueOf(status.getOrigin()).contains("telemetrycontext"))
                .forEach(status -> System.err.println("Problem: " + status));
        context.stop();
    }
}
