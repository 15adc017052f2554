package io.github.telemetrycontext.springboot;

import ch.qos.logback.classic.LoggerContext;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import io.micrometer.context.ContextRegistry;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Does what can't wait for the first bean, once Spring Boot has set up logging. It binds the properties, so that a bad value
 * ends in Spring Boot's report of failures, whether or not a bean goes by it.
 */
final class StartUpListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    /** Of classes that extend one of Logback's or Micrometer's: the plugin may be excluded, and the framework may be. */
    private static final boolean LOGBACK_PLUGIN = isPresent("io.github.telemetrycontext.logback.TelemetryMdcAdapter");

    private static final boolean MICROMETER_PLUGIN =
            isPresent("io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor");

    private static boolean isPresent(String name) {
        return ClassUtils.isPresent(name, StartUpListener.class.getClassLoader());
    }

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Binder binder = Binder.get(event.getEnvironment());
        if (!binder.bind("telemetry.context.enabled", Boolean.class).orElse(true)) {
            return;
        }
        TelemetryContextProperties properties =
                binder.bindOrCreate("telemetry.context", TelemetryContextProperties.class);
        properties.web().headers().warnings().forEach(StartUpListener::warn);
        String missing = OnCore.missingClass();
        if (missing != null) {
            warn(
                    "telemetry-context-core is missing or older than telemetry-context-spring-boot-starter: it has no class "
                            + missing
                            + ". Log events go out without session_id, request_id, model_id and sampling_iteration."
                            + " Add telemetry-context-core, in the version of the other telemetry-context jars");
        }
        if (LOGBACK_PLUGIN && missing == null) {
            Logback.install();
        }
        if (MICROMETER_PLUGIN) {
            Micrometer.carry(missing == null && properties.micrometer().enabled());
        }
    }

    private static void warn(String message) {
        System.getLogger("io.github.telemetrycontext").log(System.Logger.Level.WARNING, message);
    }

    /** For applications in which Logback did not find the plugin's service. Apart, for those without the plugin. */
    private static final class Logback {

        static void install() {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
                TelemetryMdcAdapter.install(context);
            }
        }
    }

    /** Micrometer's registry finds the accessor as a service, unless an uber-jar lost the file. Apart, as above. */
    private static final class Micrometer {

        static void carry(boolean enabled) {
            ContextRegistry registry = ContextRegistry.getInstance();
            boolean registered = registry.getThreadLocalAccessors().stream()
                    .anyMatch(TelemetryContextThreadLocalAccessor.class::isInstance);
            if (registered != enabled) {
                // Also one of another class loader, such as that of an earlier start.
                registry.removeThreadLocalAccessor(TelemetryContextThreadLocalAccessor.KEY);
            }
            if (enabled && !registered) {
                registry.registerThreadLocalAccessor(new TelemetryContextThreadLocalAccessor());
            }
        }
    }
}
