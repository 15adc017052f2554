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
 * Gives events their context data as Log4j's own injectors do, at less cost: an event for which nobody but the telemetry
 * context has data gets the frozen map that the context keeps, without copying and without allocating. All other events
 * get the entries that the injector of Log4j for the active {@code ThreadContextMap} would give them: those of all
 * registered {@link ContextDataProvider}s, of which the last one wins, and the configuration's properties for the keys that
 * nobody has. An entry of the telemetry context's keys that has no value counts as absent.
 *
 * <p>{@link TelemetryContextPropertySource} makes it Log4j's injector, unless the user has set another one or
 * {@code -Dtelemetry.context.log4j2.injector=false}. Log4j's own injector then asks
 * {@link TelemetryContextDataProvider}, which is all that the fields need.
 *
 * <p>Safe for use by any number of threads. A provider that throws costs its own entries and not the event; the first
 * time is reported on Log4j's status log.
 */
public final class TelemetryContextDataInjector implements ContextDataInjector {

    /** More broken entries in a row than any class path has. */
    private static final int FAILURES_BEFORE_GIVING_UP = 100;

    /**
     * Entry by entry, because {@code SortedArrayStringMap.putAll} into a cleared map takes over the capacity that the
     * source believes to have, and the next {@code putValue} writes beyond the array (log4j-api 2.26.1).
     */
    private static final TriConsumer<String, Object, StringMap> PUT = TelemetryContextDataInjector::put;

    private final ContextDataProvider[] providers = registeredProviders();

    /** For what is asked of an injector besides the data of events. */
    private final ContextDataInjector log4j;

    /** Whether the active {@code ThreadContextMap} holds any objects, or strings alone. */
    private final boolean holdsObjects;

    /** Whether the active {@code ThreadContextMap} stands for logging without garbage, so that events reuse their map. */
    private final boolean reuses;

    private volatile boolean reported;

    /** For Log4j, which makes one for each of the places that need one; each has instances of the providers of its own. */
    @SuppressWarnings("deprecation") // CopyOnWrite is not used by Log4j's own maps any more, but still by its injectors
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
     * The context data of an event that is made on this thread.
     *
     * @param properties of the configuration, may be null
     * @param reusable the event's previous map, may be null or frozen; changed only if the active
     *     {@code ThreadContextMap} is the garbage-free one, as by Log4j's injector for that
     * @return a map that nobody changes before the event is over; frozen, unless it is for reuse
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
        // Of others' maps, frozen ones too may be views of something that changes.
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

    /** Leaves out an entry of one of our keys that has no value: it says nothing, so it must not hide a field. */
    private static void put(String key, @Nullable Object value, StringMap map) {
        if (value != null || !EventFields.isKey(key)) {
            map.putValue(key, value);
        }
    }

    /** What is frozen is shared; everything else comes from this method. */
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
     * The entries of {@code ThreadContext} and the fields. Before 2.24, lookups and filters ask for them, and Log4j's own
     * injectors give {@code ThreadContext} alone; later versions ask for {@linkplain #getValue single values}.
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
     * The value of one key, for lookups and filters: that of the first provider that has one, as Log4j's own injector
     * finds it.
     *
     * @param key any key
     * @return the value, or null
     */
    @Override
    public @Nullable Object getValue(String key) {
        return log4j.getValue(key);
    }

    /** Those that Log4j's own injectors ask, in an order that gives the same result. */
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
                // Log4j reports it when its own injector loads the same services.
                failures++;
            }
        }
        // Of these two each leaves the other's keys alone, and it is cheaper to add to the fields than the other way
        // round.
        for (int i = 1; i < found.size(); i++) {
            if (found.get(i) instanceof TelemetryContextDataProvider
                    && found.get(i - 1).getClass() == ThreadContextDataProvider.class) {
                Collections.swap(found, i - 1, i);
            }
        }
        return found.toArray(ContextDataProvider[]::new);
    }
}
