package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.log4j2.TelemetrySelfCheck;
import org.apache.logging.log4j.LogManager;

public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.out.println(TelemetrySelfCheck.class.getModule());
        TelemetryContext.with()
                .sessionId("s-1")
                .samplingIteration(3)
                .run(() -> LogManager.getLogger().info("inside"));
        System.exit(TelemetrySelfCheck.print(System.out) ? 0 : 1);
    }
}
