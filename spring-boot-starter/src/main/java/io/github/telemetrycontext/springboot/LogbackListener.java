package io.github.telemetrycontext.springboot;

import ch.qos.logback.classic.LoggerContext;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Installs the adapter of the Logback plugin once Spring Boot has set up logging, for applications in which Logback did not
 * find the plugin's service. Where it did, there is nothing left to do.
 */
final class LogbackListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    /** Of a class that extends one of Logback's: the plugin may be excluded, and Logback may be. */
    private static final boolean PLUGIN = ClassUtils.isPresent(
            "io.github.telemetrycontext.logback.TelemetryMdcAdapter", LogbackListener.class.getClassLoader());

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        if (PLUGIN && event.getEnvironment().getProperty("telemetry.context.enabled", Boolean.class, true)) {
            Installation.run();
        }
    }

    /** Apart, for applications without the plugin. */
    private static final class Installation {

        static void run() {
            ILoggerFactory factory = LoggerFactory.getILoggerFactory();
            if (factory instanceof LoggerContext context) {
                TelemetryMdcAdapter.install(context);
            }
        }
    }
}
