package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import io.micrometer.context.ContextRegistry;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Has Micrometer's registry carry the context or not, as the property says, before the first bean is made. The registry finds
 * the accessor as a service, unless an uber-jar lost the file.
 */
final class MicrometerListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    /** Of a class that implements an interface of Micrometer's: the plugin may be excluded, and Micrometer may be. */
    private static final boolean PLUGIN = ClassUtils.isPresent(
            "io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor",
            MicrometerListener.class.getClassLoader());

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        Environment environment = event.getEnvironment();
        if (PLUGIN && environment.getProperty("telemetry.context.enabled", Boolean.class, true)) {
            Registry.carry(environment.getProperty("telemetry.context.micrometer.enabled", Boolean.class, true));
        }
    }

    /** Apart, for applications without the plugin. */
    private static final class Registry {

        static void carry(boolean enabled) {
            ContextRegistry registry = ContextRegistry.getInstance();
            boolean registered = registry.getThreadLocalAccessors().stream()
                    .anyMatch(accessor -> accessor.key().equals(TelemetryContextThreadLocalAccessor.KEY));
            if (enabled && !registered) {
                registry.registerThreadLocalAccessor(new TelemetryContextThreadLocalAccessor());
            } else if (!enabled && registered) {
                registry.removeThreadLocalAccessor(TelemetryContextThreadLocalAccessor.KEY);
            }
        }
    }
}
