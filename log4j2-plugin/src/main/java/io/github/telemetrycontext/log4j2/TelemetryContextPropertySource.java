package io.github.telemetrycontext.log4j2;

import org.apache.logging.log4j.util.BiConsumer;
import org.apache.logging.log4j.util.PropertySource;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link TelemetryContextDataInjector} Log4j's injector. It provides a value for the property {@code
 * log4j2.contextDataInjector} after all other sources, so each setting of the user takes precedence. Public for Log4j
 * only, which loads it as a service.
 *
 * <p>The system property {@code telemetry.context.log4j2.injector=false} switches it off. A value other than {@code
 * true} or {@code false} counts as {@code true} and is reported once on stderr. Log4j asks this source once at
 * start-up.
 */
public final class TelemetryContextPropertySource implements PropertySource {

    private static final String PREFIX = "log4j2.";
    static final String INJECTOR = PREFIX + "contextDataInjector";
    private static final Switch SWITCH = new Switch("telemetry.context.log4j2.injector");

    /** A name instead of a class, because log4j-api reads properties even without log4j-core. */
    private static final String OURS = "io.github.telemetrycontext.log4j2.TelemetryContextDataInjector";

    /** Creates the source for the service loader. Reports once on stderr if Log4j is too old. */
    public TelemetryContextPropertySource() {
        SupportedLog4j.isSupported();
    }

    /**
     * Returns the lowest priority.
     *
     * @return the greatest integer, because Log4j asks the source with the smallest number first
     */
    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }

    /**
     * Does nothing, because this source lists no properties. Old versions of Log4j declare this method abstract and
     * would not start without it.
     *
     * @param action not called
     */
    @Override
    public void forEach(BiConsumer<String, String> action) {}

    /**
     * Returns the usual form of a property's name.
     *
     * @param tokens the words of the name
     * @return a name such as {@code log4j2.contextDataInjector}
     */
    @Override
    public CharSequence getNormalForm(Iterable<? extends CharSequence> tokens) {
        return PREFIX + Util.joinAsCamelCase(tokens);
    }

    /**
     * Returns whether this source has a value for a property.
     *
     * @param key the property's name
     * @return true if {@link #getProperty} returns a value
     */
    @Override
    public boolean containsProperty(String key) {
        return getProperty(key) != null;
    }

    /**
     * Returns the value of a property.
     *
     * @param key the property's name
     * @return the class name of the injector for {@code log4j2.contextDataInjector}; null for all other properties, if
     *     switched off, or if Log4j is too old
     */
    @Override
    public @Nullable String getProperty(String key) {
        return INJECTOR.equals(key) && SWITCH.isOn() && SupportedLog4j.isSupported() ? OURS : null;
    }
}
