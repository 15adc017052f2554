package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first ten lines of an application. */
public final class QuickStart {

    private static final Logger log = LoggerFactory.getLogger(QuickStart.class);

    private QuickStart() {}

    /**
     * Logs one line outside of any scope and three inside.
     *
     * @param arguments not used
     */
    @SuppressWarnings("try") // the scope is there for its end alone
    public static void main(String[] arguments) {
        log.info("ready");
        try (var scope = TelemetryContext.with()
                .sessionId("s-42")
                .requestId(TelemetryContext.generateRequestId())
                .modelId("granite-4")
                .open()) {
            for (int i = 1; i <= 3; i++) {
                TelemetryContext.with().samplingIteration(i).run(() -> log.info("asking the model"));
            }
        }
    }
}
