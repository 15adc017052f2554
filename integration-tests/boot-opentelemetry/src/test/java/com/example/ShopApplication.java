package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.OpenTelemetry;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Creates a span and a log record in a scope. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ShopApplication {

    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext application = SpringApplication.run(ShopApplication.class, arguments)) {
            OpenTelemetry openTelemetry = application.getBean(OpenTelemetry.class);
            TelemetryContext.with()
                    .sessionId("s-1")
                    .requestId("r-1")
                    .modelId("granite")
                    .samplingIteration(3)
                    .run(() -> {
                        openTelemetry
                                .getTracer("shop")
                                .spanBuilder("order")
                                .startSpan()
                                .end();
                        LoggerFactory.getLogger("shop").info("ordered");
                    });
        }
    }
}
