package com.example;

import io.github.telemetrycontext.TelemetryContext;
import org.apache.logging.log4j.LogManager;

/** Uses only the API of Log4j. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        TelemetryContext.with()
                .sessionId("s-1")
                .samplingIteration(3)
                .run(() -> LogManager.getLogger().info("inside"));
    }
}
