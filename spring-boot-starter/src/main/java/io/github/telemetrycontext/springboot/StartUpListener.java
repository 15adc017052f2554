package io.github.telemetrycontext.springboot;

import ch.qos.logback.classic.LoggerContext;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import reactor.core.publisher.Hooks;

/** Wires the parts that beans may need from the start, once Spring Boot has set up logging. */
final class StartUpListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    /** Of classes that extend one of Logback's or Micrometer's: the plugin may be excluded, and the framework may be. */
    private static final boolean LOGBACK_PLUGIN =
            Classpath.has("io.github.telemetrycontext.logback.TelemetryMdcAdapter");

    private static final boolean MICROMETER_PLUGIN =
            Classpath.has("io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor");

    /** Reactor without the part of Spring Boot 4 that reads the property. */
    private static final boolean REACTOR_ALONE = Classpath.has("reactor.core.publisher.Hooks")
            && !Classpath.has("org.springframework.boot.reactor.autoconfigure.ReactorAutoConfiguration")
            && !Classpath.has("org.springframework.boot.autoconfigure.reactor.ReactorAutoConfiguration");

    /** The name of Spring Boot's default properties, which it keeps in the last place. */
    private static final String DEFAULTS = "defaultProperties";

    private static final String PROPAGATION = "spring.reactor.context-propagation";

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        if (!isEnabled(environment, "")) {
            return;
        }
        String missing = OnCore.missingClass();
        if (missing != null) {
            warn(
                    "telemetry-context-core is missing or older than telemetry-context-spring-boot-starter: it has no class "
                            + missing
                            + ". Log events go out without session_id, request_id, model_id and sampling_iteration."
                            + " Add telemetry-context-core, in the version of the other telemetry-context jars");
            if (MICROMETER_PLUGIN) {
                Micrometer.remove();
            }
            return;
        }
        if (LOGBACK_PLUGIN) {
            Logback.install();
        }
        if (MICROMETER_PLUGIN && isEnabled(environment, "micrometer.")) {
            Micrometer.carry();
        }
        // OpenTelemetry's own starter finds the plugin as a service. With a file_format, it would take these for keys
        // of a file.
        if (!isEnabled(environment, "opentelemetry.") && !environment.containsProperty("otel.file_format")) {
            setDefault(environment, "otel.telemetry-context.span.attributes", "none");
            setDefault(environment, "otel.telemetry-context.log.attributes", "none");
        }
        if (isEnabled(environment, "reactor.")) {
            setDefault(environment, PROPAGATION, "auto");
            if (REACTOR_ALONE && "auto".equalsIgnoreCase(environment.getProperty(PROPAGATION))) {
                Hooks.enableAutomaticContextPropagation();
            }
        }
    }

    /** Binds this property only. The bean of all properties is bound once, when it is created. */
    private static boolean isEnabled(ConfigurableEnvironment environment, String part) {
        return Binder.get(environment)
                .bind("telemetry.context." + part + "enabled", Boolean.class)
                .orElse(true);
    }

    /** As a default property, because any other source could stand before one of the application's. */
    private static void setDefault(ConfigurableEnvironment environment, String property, String value) {
        MutablePropertySources sources = environment.getPropertySources();
        Map<String, Object> defaults = new HashMap<>();
        if (sources.get(DEFAULTS) instanceof MapPropertySource present) {
            defaults.putAll(present.getSource());
        }
        defaults.putIfAbsent(property, value);
        sources.remove(DEFAULTS);
        sources.addLast(new MapPropertySource(DEFAULTS, defaults));
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

        static void carry() {
            ContextRegistry registry = ContextRegistry.getInstance();
            if (registry.getThreadLocalAccessors().stream().noneMatch(Micrometer::isOurs)) {
                // There may be one of another class loader, such as that of an earlier start.
                registry.removeThreadLocalAccessor(TelemetryContextThreadLocalAccessor.KEY);
                registry.registerThreadLocalAccessor(new TelemetryContextThreadLocalAccessor());
            }
        }

        static void remove() {
            ContextRegistry registry = ContextRegistry.getInstance();
            if (registry.getThreadLocalAccessors().stream().anyMatch(Micrometer::isOurs)) {
                registry.removeThreadLocalAccessor(TelemetryContextThreadLocalAccessor.KEY);
            }
        }

        private static boolean isOurs(ThreadLocalAccessor<?> accessor) {
            return accessor instanceof TelemetryContextThreadLocalAccessor;
        }
    }
}
