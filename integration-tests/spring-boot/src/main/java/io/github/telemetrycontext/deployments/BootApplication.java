package io.github.telemetrycontext.deployments;

import io.github.telemetrycontext.TelemetryContext;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Logs one line through SLF4J once Spring Boot has started. */
@SpringBootApplication
public class BootApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(BootApplication.class, arguments);
        TelemetryContext.with()
                .sessionId("42")
                .requestId("r-1")
                .modelId("granite")
                .samplingIteration(3)
                .run(() -> LoggerFactory.getLogger("app").info("inside"));
    }
}
