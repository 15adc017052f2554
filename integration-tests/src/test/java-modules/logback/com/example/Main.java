package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.logback.TelemetrySelfCheck;
import org.slf4j.LoggerFactory;

public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.out.println(TelemetrySelfCheck.class.getModule());
        TelemetryContext.with()
                .sessionId("s-1")
                .samplingIteration(3)
                .run(() -> LoggerFactory.getLogger(Main.class).info("inside"));
        System.exit(TelemetrySelfCheck.print(System.out) ? 0 : 1);
    }
}
