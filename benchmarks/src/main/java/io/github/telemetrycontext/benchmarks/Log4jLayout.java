package io.github.telemetrycontext.benchmarks;

import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;

/** How Log4j writes an event. */
public enum Log4jLayout {
    /** JsonTemplateLayout with the template that comes with it. */
    STOCK_ECS {
        @Override
        Layout<?> of(Configuration configuration) {
            return template("EcsLayout.json", configuration);
        }
    },
    /** JsonTemplateLayout with our twin of that template. */
    TELEMETRY_ECS {
        @Override
        Layout<?> of(Configuration configuration) {
            return template("TelemetryEcsLayout.json", configuration);
        }
    },
    /** PatternLayout with {@code %X}. */
    PATTERN {
        @Override
        Layout<?> of(Configuration configuration) {
            return PatternLayout.newBuilder()
                    .setConfiguration(configuration)
                    .setPattern("%d{ISO8601} [%t] %-5level %logger - %msg %X%n")
                    .build();
        }
    };

    abstract Layout<?> of(Configuration configuration);

    private static Layout<?> template(String name, Configuration configuration) {
        return JsonTemplateLayout.newBuilder()
                .setConfiguration(configuration)
                .setEventTemplateUri("classpath:" + name)
                .build();
    }

    boolean runsWith(Scenario scenario) {
        return this != TELEMETRY_ECS || scenario.isOurs();
    }
}
