package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import java.util.Collections;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds the fields of the current {@link TelemetryContext} to the context data of each log event. Log4j loads it as a
 * service, without any configuration.
 *
 * <p>All values are strings, {@code sampling_iteration} too, because readers of context data cast to {@code String}.
 * Absent fields have no entry.
 *
 * <p>A value that the application puts into {@link ThreadContext} takes precedence, per key: the provider then leaves
 * out the field. So the order in which Log4j asks its providers does not matter. A null value in {@code ThreadContext}
 * counts as absent. {@link #supplyContextData()} and {@link #supplyStringMap()} remove such an entry while any field is
 * set. Otherwise Log4j's own injectors might put it over the field. {@link TelemetryContextDataInjector} and {@link
 * #getValue} never change {@code ThreadContext}.
 *
 * <p>Thread-safe. Log4j calls the methods on the thread that logs. The results never change, so other threads may use
 * them. The methods never throw and never log: after a failure, the event has no fields.
 *
 * <p>As long as {@code ThreadContext} contains none of the keys, a method allocates only at its first call in a
 * context.
 */
public final class TelemetryContextDataProvider implements ContextDataProvider {

    /**
     * Creates the provider for the service loader. Reports once on stderr if Log4j is too old, or if
     * telemetry-context-core is missing or has another version.
     */
    public TelemetryContextDataProvider() {
        SupportedLog4j.isSupported();
        SupportedCore.isSupported();
    }

    /**
     * Returns the fields by key, without the fields for which {@code ThreadContext} has a value.
     *
     * @return an unmodifiable map in the order of {@link io.github.telemetrycontext.TelemetryField}; empty without a
     *     current context, never null and without null values
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
     * Returns the entries of {@link #supplyContextData()} in a map of Log4j, which sorts by key.
     *
     * @return a frozen map, never null and without null values
     */
    @Override
    public StringMap supplyStringMap() {
        return fields(true);
    }

    /**
     * Returns the same as {@link #supplyStringMap()}, but never changes {@code ThreadContext}: our injector skips null
     * entries itself.
     */
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
     * Returns the value of one field as text.
     *
     * @param key any key, may be null
     * @return the value; null if the key is not that of a field, the field is absent, or {@code ThreadContext} has a
     *     value for the key
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

    /**
     * Returns the context without the fields for which {@code ThreadContext} has a value. This is almost always the
     * context itself.
     */
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

    /**
     * Removes null entries. Log4j's own injectors would put them over the fields if they asked {@code ThreadContext}
     * last.
     */
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
            // Another context map may refuse to remove an entry. The other fields do not depend on it.
        }
    }
}
