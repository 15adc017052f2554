package io.github.telemetrycontext.opentelemetry.agent;

import io.github.telemetrycontext.TelemetryContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Creates spans and records in virtual threads under the Java agent. */
final class VirtualThreadProgram {

    private VirtualThreadProgram() {}

    public static void main(String[] arguments) throws Exception {
        TelemetryContext.builder().sessionId("s-1").<String, Exception>call(() -> {
            Thread.startVirtualThread(() -> AgentProgram.make("virtual thread")).join();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                executor.submit(() -> AgentProgram.make("executor")).get();
            }
            return "done";
        });
        Thread.startVirtualThread(() -> AgentProgram.make("after")).join();
    }
}
