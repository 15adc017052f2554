package com.example;

import io.github.telemetrycontext.TelemetryContext;
import org.slf4j.LoggerFactory;

/** Uses only SLF4J. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        TelemetryContext.with()
                .sessionId("s-1")
                .samplingIteration(3)
                .run(() -> LoggerFactory.getLogger(Main.class).info("inside"));
    }
}
