package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.TelemetryFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Uses the core without any other dependency. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = TelemetryExecutors.propagating(Executors.newSingleThreadExecutor());
        try (var scope =
                TelemetryContext.with().sessionId("s-1").samplingIteration(3).open()) {
            System.out.println(TelemetryContext.current().toMap());
            System.out.println(
                    pool.submit(() -> TelemetryContext.current().sessionId()).get());
            System.out.println(
                    TelemetryFuture.supplyAsync(() -> TelemetryContext.current().sessionId(), pool)
                            .join());
        }
        pool.shutdown();
        System.out.println(TelemetryContext.current().toMap());
    }
}
