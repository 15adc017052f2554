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

/** Wires the parts that beans may need from the start. Runs after Spring Boot has set up logging. */
final class StartUpListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    /** Checks for a class that extends a Logback class, because the plugin or the framework may be excluded. */
    private static final boolean LOGBACK_PLUGIN =
            Classpath.has("io.github.telemetrycontext.logback.TelemetryMdcAdapter");

    private static final boolean MICROMETER_PLUGIN =
            Classpath.has("io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor");

    /** True with Reactor, but without the module of Spring Boot 4 that reads the property. */
    private static final boolean REACTOR_ALONE = Classpath.has("reactor.core.publisher.Hooks")
            && !Classpath.has("org.springframework.boot.reactor.autoconfigure.ReactorAutoConfiguration")
            && !Classpath.has("org.springframework.boot.autoconfigure.reactor.ReactorAutoConfiguration");

    /** The name of Spring Boot's default properties, which have the lowest precedence. */
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
                            + ". Log events have no session_id, request_id, model_id and sampling_iteration."
                            + " Add telemetry-context-core of the same version as the other telemetry-context jars");
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
        // OpenTelemetry's own starter finds the plugin as a service. With a file_format, it would read these properties
        // as keys of a configuration file.
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

    /** Binds only this property. The bean of all properties is bound later, when it is created. */
    private static boolean isEnabled(ConfigurableEnvironment environment, String part) {
        return Binder.get(environment)
                .bind("telemetry.context." + part + "enabled", Boolean.class)
                .orElse(true);
    }

    /** Sets a default property, because any other source could override a property of the application. */
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

    /** Installs the plugin if Logback did not find its service. A separate class, because the plugin may be missing. */
    private static final class Logback {

        static void install() {
            if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
                TelemetryMdcAdapter.install(context);
            }
        }
    }

    /**
     * Registers the accessor if an uber-jar has lost its service file. A separate class, because the plugin may be
     * missing.
     */
    private static final class Micrometer {

        static void carry() {
            ContextRegistry registry = ContextRegistry.getInstance();
            if (registry.getThreadLocalAccessors().stream().noneMatch(Micrometer::isOurs)) {
                // Another class loader may have registered an accessor, for example of an earlier start.
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
