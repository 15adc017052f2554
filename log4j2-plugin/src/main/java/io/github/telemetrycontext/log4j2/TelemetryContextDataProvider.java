package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import java.util.Collections;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds the fields of the current {@link TelemetryContext} to the context data of each log event. Log4j finds it as a
 * service; there is nothing to configure.
 *
 * <p>All values are strings, {@code sampling_iteration} too, because readers of context data cast to {@code String}.
 * Fields that are not set are left out. A key for which the application has put a value into {@link ThreadContext} itself is
 * left out here, so that the application's entry wins in whatever order Log4j asks its providers. An entry without a value
 * counts as absent. {@link #supplyContextData()} and {@link #supplyStringMap()} remove it while a field is set, because
 * Log4j's own injectors might put it over the field; our injector and {@link #getValue} never change {@code ThreadContext}.
 *
 * <p>Log4j calls the methods on the thread that logs. They may be called on any number of threads at once, and what they
 * return never changes afterwards, so it may go to other threads. They never throw and never log: a failure means that
 * the event goes out without the fields.
 *
 * <p>As long as {@code ThreadContext} holds none of the keys, no method allocates anything but the first time that it is
 * called in a context.
 */
public final class TelemetryContextDataProvider implements ContextDataProvider {

    /**
     * For the service loader. A Log4j that is too old, and a telemetry-context-core that is missing or of another version,
     * are reported on stderr, once.
     */
    public TelemetryContextDataProvider() {
        SupportedLog4j.isSupported();
        SupportedCore.isSupported();
    }

    /**
     * The fields that are set and for which {@code ThreadContext} holds no value, by key.
     *
     * @return an unmodifiable map in the order of {@link io.github.telemetrycontext.TelemetryField}, empty where nothing is
     *     open; never null and without null values
     */
    @Override
    public Map<String, String> supplyContextData() {
        if (!SupportedCore.isSupported()) {
            return Collections.emptyMap();
        }
        try {
            TelemetryContext context = SupportedCore.current();
            removeNullEntries(context);
            return standingBack(context).toStringMap();
        } catch (RuntimeException | LinkageError e) {
            return Collections.emptyMap();
        }
    }

    /**
     * As {@link #supplyContextData()}, in Log4j's own kind of map, which sorts by key.
     *
     * @return a frozen map; never null and without null values
     */
    @Override
    public StringMap supplyStringMap() {
        return fields(true);
    }

    /** As {@link #supplyStringMap()}, but never changes {@code ThreadContext}: our injector skips null entries itself. */
    static StringMap fields() {
        return fields(false);
    }

    private static StringMap fields(boolean removeNullEntries) {
        if (!SupportedCore.isSupported()) {
            return ContextFields.NONE;
        }
        try {
            TelemetryContext context = SupportedCore.current();
            if (removeNullEntries) {
                removeNullEntries(context);
            }
            return ContextFields.of(standingBack(context));
        } catch (RuntimeException | LinkageError e) {
            return ContextFields.NONE;
        }
    }

    /**
     * The value of one field, as text.
     *
     * @param key any key; a null one is no field
     * @return the value, or null if the key is not that of a field that is set, or if {@code ThreadContext} holds
     *     a value for it
     */
    @Override
    public @Nullable Object getValue(@Nullable String key) {
        if (key == null || !SupportedCore.isSupported()) {
            return null;
        }
        try {
            String value = ContextFields.of(SupportedCore.current()).getValue(key);
            return value == null || isTaken(key) ? null : value;
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** The context without the fields for which {@code ThreadContext} has a value; almost always the context itself. */
    private static TelemetryContext standingBack(TelemetryContext context) {
        TelemetryContext.Builder rest = null;
        if (!context.isEmpty() && !ThreadContext.isEmpty()) {
            for (String key : EventFields.KEYS) {
                if (isTaken(key)) {
                    rest = rest == null ? context.toBuilder() : rest;
                    rest.put(key, null);
                }
            }
        }
        return rest == null ? context : rest.build();
    }

    private static boolean isTaken(String key) {
        return ThreadContext.containsKey(key) && ThreadContext.get(key) != null;
    }

    /** Log4j's own injectors would put a null entry over the field if they ask for it last. */
    private static void removeNullEntries(TelemetryContext context) {
        if (context.isEmpty() || ThreadContext.isEmpty()) {
            return;
        }
        try {
            for (String key : EventFields.KEYS) {
                if (ThreadContext.containsKey(key) && ThreadContext.get(key) == null) {
                    ThreadContext.remove(key);
                }
            }
        } catch (RuntimeException | LinkageError e) {
            // A foreign context map may refuse. The other fields do not depend on it.
        }
    }
}
