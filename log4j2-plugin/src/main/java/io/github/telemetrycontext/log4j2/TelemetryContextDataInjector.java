package io.github.telemetrycontext.log4j2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.ContextDataInjector;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.core.impl.ThreadContextDataProvider;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.apache.logging.log4j.spi.CopyOnWrite;
import org.apache.logging.log4j.spi.DefaultThreadContextMap;
import org.apache.logging.log4j.spi.ReadOnlyThreadContextMap;
import org.apache.logging.log4j.status.StatusLogger;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives events the same context data as Log4j's own injectors, at lower cost.
 *
 * <p>If only the telemetry context has data, the event gets the frozen map of the context. This copies and allocates
 * nothing. Otherwise the event gets the entries of all registered {@link ContextDataProvider}s. The last provider takes
 * precedence, per key. The configuration's properties are the fallback. A null value of a telemetry key counts as
 * absent.
 *
 * <p>{@link TelemetryContextPropertySource} makes it Log4j's injector, unless the user sets another one or
 * {@code -Dtelemetry.context.log4j2.injector=false}. Log4j's own injector then asks {@link TelemetryContextDataProvider}.
 *
 * <p>Thread-safe. If a provider throws, the event loses only the entries of this provider. Log4j's status log gets the
 * first failure.
 */
public final class TelemetryContextDataInjector implements ContextDataInjector {

    /** More broken entries than any classpath has. */
    private static final int FAILURES_BEFORE_GIVING_UP = 100;

    /**
     * Copies entry by entry. {@code SortedArrayStringMap.putAll} into a cleared map takes over a wrong capacity from
     * the source. The next {@code putValue} then writes beyond the array (log4j-api 2.26.1).
     */
    private static final TriConsumer<String, Object, StringMap> PUT = TelemetryContextDataInjector::put;

    private final ContextDataProvider[] providers = registeredProviders();

    private final ContextDataInjector log4j;

    /** Whether the active {@code ThreadContextMap} can hold more than strings. */
    private final boolean holdsObjects;

    /** Whether the active {@code ThreadContextMap} is the garbage-free one, for which events reuse their map. */
    private final boolean reuses;

    private volatile boolean reported;

    /** Makes an injector with its own instances of the providers. Log4j calls this. */
    @SuppressWarnings("deprecation") // Log4j's injectors still use CopyOnWrite
    public TelemetryContextDataInjector() {
        ReadOnlyThreadContextMap active = ThreadContext.getThreadContextMap();
        holdsObjects = active != null && !(active instanceof DefaultThreadContextMap);
        reuses = holdsObjects && !(active instanceof CopyOnWrite);
        if (reuses) {
            log4j = new ThreadContextDataInjector.ForGarbageFreeThreadContextMap();
        } else if (holdsObjects) {
            log4j = new ThreadContextDataInjector.ForCopyOnWriteThreadContextMap();
        } else {
            log4j = new ThreadContextDataInjector.ForDefaultThreadContextMap();
        }
    }

    /**
     * Returns the context data of an event that this thread logs.
     *
     * @param properties the properties of the configuration, may be null
     * @param reusable the event's previous map, may be null or frozen; changed only if the active
     *     {@code ThreadContextMap} is the garbage-free one
     * @return a map that does not change before the event ends; frozen unless the event reuses it
     */
    @Override
    public StringMap injectContextData(@Nullable List<Property> properties, @Nullable StringMap reusable) {
        StringMap data = ContextFields.NONE;
        if (properties != null && !properties.isEmpty()) {
            data = modifiable(data, reusable);
            ThreadContextDataInjector.copyProperties(properties, data);
        }
        for (ContextDataProvider provider : providers) {
            data = add(provider, data, reusable);
        }
        if (!reuses) {
            data.freeze();
        }
        return data;
    }

    private StringMap add(ContextDataProvider provider, StringMap data, @Nullable StringMap reusable) {
        try {
            if (provider instanceof TelemetryContextDataProvider) {
                return add(TelemetryContextDataProvider.fields(), data, reusable);
            }
            if (provider.getClass() == ThreadContextDataProvider.class && ThreadContext.isEmpty()) {
                return data;
            }
            return holdsObjects
                    ? add(provider.supplyStringMap(), data, reusable)
                    : add(provider.supplyContextData(), data, reusable);
        } catch (RuntimeException | LinkageError e) {
            report(provider, e);
            return data;
        }
    }

    private StringMap add(@Nullable StringMap more, StringMap data, @Nullable StringMap reusable) {
        if (more == null || more.isEmpty()) {
            return data;
        }
        // A frozen map of another provider may be a view of a map that changes.
        if (data.isEmpty() && more instanceof ContextFields) {
            return more;
        }
        StringMap result = modifiable(data, reusable);
        more.forEach(PUT, result);
        return result;
    }

    private StringMap add(@Nullable Map<String, String> more, StringMap data, @Nullable StringMap reusable) {
        if (more == null || more.isEmpty()) {
            return data;
        }
        StringMap result = modifiable(data, reusable);
        more.forEach((key, value) -> put(key, value, result));
        return result;
    }

    /** A null value of one of our keys must not hide a field. */
    private static void put(String key, @Nullable Object value, StringMap map) {
        if (value != null || !EventFields.isKey(key)) {
            map.putValue(key, value);
        }
    }

    /** Frozen maps are shared. All other maps come from this method. */
    private StringMap modifiable(StringMap data, @Nullable StringMap reusable) {
        if (!data.isFrozen()) {
            return data;
        }
        if (reuses && reusable != null && !reusable.isFrozen()) {
            data.forEach(PUT, reusable);
            return reusable;
        }
        if (data instanceof ContextFields fields && !fields.isEmpty()) {
            return new MergedData(fields);
        }
        StringMap copy = ContextDataFactory.createContextData();
        copy.putAll(data);
        return copy;
    }

    private void report(ContextDataProvider provider, Throwable failure) {
        if (!reported) {
            reported = true;
            StatusLogger.getLogger()
                    .warn(
                            "Events lack the context data of {}, which failed. Further failures are not reported.",
                            provider.getClass().getName(),
                            failure);
        }
    }

    /**
     * Returns the entries of {@code ThreadContext} and the fields. Lookups and filters of Log4j before 2.24 call this. Later
     * versions ask for {@linkplain #getValue single values}.
     *
     * @deprecated by Log4j, in favour of {@link #getValue}
     */
    @Override
    @Deprecated
    public ReadOnlyStringMap rawContextData() {
        ReadOnlyStringMap threadContext = log4j.rawContextData();
        StringMap fields = TelemetryContextDataProvider.fields();
        if (fields.isEmpty()) {
            return threadContext;
        }
        if (!threadContext.isEmpty()) {
            fields = modifiable(fields, null);
            threadContext.forEach(PUT, fields);
        }
        return fields;
    }

    /**
     * Returns the value of the first provider that has the key, as Log4j's own injector does. Lookups and filters call this.
     *
     * @param key any key
     * @return the value, or null
     */
    @Override
    public @Nullable Object getValue(String key) {
        return log4j.getValue(key);
    }

    /** Returns the providers that Log4j's own injectors ask, in an order that gives the same result. */
    static ContextDataProvider[] registeredProviders() {
        List<ContextDataProvider> found = new ArrayList<>(ThreadContextDataInjector.contextDataProviders);
        Iterator<ContextDataProvider> services = ServiceLoader.load(
                        ContextDataProvider.class, ThreadContextDataInjector.class.getClassLoader())
                .iterator();
        for (int failures = 0; failures < FAILURES_BEFORE_GIVING_UP; ) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                found.add(services.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                // Log4j's own injector loads the same services and reports it.
                failures++;
            }
        }
        // These two have no key in common, and it costs less to add to the fields than to ThreadContext's entries.
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i) instanceof TelemetryContextDataProvider
                    && found.get(i - 1).getClass() == ThreadContextDataProvider.class) {
                Collections.swap(found, i - 1, i);
            }
        }
        return found.toArray(ContextDataProvider[]::new);
    }
}
