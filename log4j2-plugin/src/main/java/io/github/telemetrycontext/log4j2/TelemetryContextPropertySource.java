package io.github.telemetrycontext.log4j2;

import org.apache.logging.log4j.util.BiConsumer;
import org.apache.logging.log4j.util.PropertySource;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link TelemetryContextDataInjector} Log4j's injector by answering for the property
 * {@code log4j2.contextDataInjector}, behind all other sources of properties, so that any setting of the user's wins.
 * Public for Log4j only, which finds it as a service.
 *
 * <p>With the system property {@code telemetry.context.log4j2.injector} set to {@code false} it answers nothing. A value that
 * is neither {@code true} nor {@code false} counts as {@code true} and is reported on stderr, once. Log4j asks once, when it
 * starts.
 */
public final class TelemetryContextPropertySource implements PropertySource {

    private static final String PREFIX = "log4j2.";
    static final String INJECTOR = PREFIX + "contextDataInjector";
    private static final Switch SWITCH = new Switch("telemetry.context.log4j2.injector");

    /** By name, since Log4j's API looks for properties also where there is no log4j-core. */
    private static final String OURS = "io.github.telemetrycontext.log4j2.TelemetryContextDataInjector";

    /** For the service loader. A Log4j that is too old is reported on stderr, once. */
    public TelemetryContextPropertySource() {
        SupportedLog4j.isSupported();
    }

    /**
     * The last place among the sources.
     *
     * @return the greatest integer: Log4j asks the source with the smallest number first
     */
    @Override
    public int getPriority() {
        return Integer.MAX_VALUE;
    }

    /**
     * Nothing to go through. Spelled out because it is abstract in old versions of Log4j, which would not start.
     *
     * @param action not called
     */
    @Override
    public void forEach(BiConsumer<String, String> action) {}

    /**
     * The usual form of a property's name.
     *
     * @param tokens the words of the name
     * @return such as {@code log4j2.contextDataInjector}
     */
    @Override
    public CharSequence getNormalForm(Iterable<? extends CharSequence> tokens) {
        return PREFIX + Util.joinAsCamelCase(tokens);
    }

    /**
     * Whether this source has a value for a property.
     *
     * @param key the property's name
     * @return whether {@link #getProperty} gives one
     */
    @Override
    public boolean containsProperty(String key) {
        return getProperty(key) != null;
    }

    /**
     * The value of a property.
     *
     * @param key the property's name
     * @return the name of the injector's class for {@code log4j2.contextDataInjector}, unless switched off or not made for
     *     a Log4j as old as this one; null for everything else
     */
    @Override
    public @Nullable String getProperty(String key) {
        return INJECTOR.equals(key) && SWITCH.isOn() && SupportedLog4j.isSupported() ? OURS : null;
    }
}
