package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.telemetrycontext.TelemetryContext;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.LoggingEvent;
import org.slf4j.spi.MDCAdapter;

/**
 * Shows Logback's events the MDC of the application and the fields of the telemetry context that is current on the logging
 * thread.
 *
 * <p>The adapter wraps the one that the logger context had. SLF4J's {@code MDC} keeps using that one, and every operation of
 * this class goes to it too, so the application's MDC never holds a telemetry field. Only {@link #getPropertyMap()}, which an
 * event calls once, adds the fields. These fields are left out:
 *
 * <ul>
 *   <li>a field whose key has a value in the MDC,
 *   <li>a field whose key the event itself carries as a key-value pair, as {@link TelemetryTurboFilter} finds out, and
 *   <li>all fields if another thread logged the event, such as the events that SLF4J replays after its initialization.
 * </ul>
 *
 * <p>Thread-safe. An event without a current context costs one more read of a thread local than without this class. An event
 * with a context gets a small view of the fields and the MDC, which copies neither.
 */
public final class TelemetryMdcAdapter extends LogbackMDCAdapter {

    private final LoggerContext context;
    private final MDCAdapter delegate;
    private final Slf4jInitialization slf4j = new Slf4jInitialization();

    /** The wrapped adapter if it is one of Logback's, whose snapshots need no copy. */
    private final @Nullable LogbackMDCAdapter logback;

    /**
     * The number of turbo filters at the last check that our filter is installed. A thread that reads an old number
     * checks again.
     */
    private int checkedFilters = -1;

    TelemetryMdcAdapter(LoggerContext context, MDCAdapter delegate) {
        this.context = context;
        this.delegate = delegate;
        this.logback = delegate instanceof LogbackMDCAdapter adapter ? adapter : null;
    }

    /**
     * Adds the telemetry context to the events of a logger context. Wraps its adapter, and puts a {@link TelemetryTurboFilter}
     * in front of its other turbo filters unless it has one anywhere. Both stay through {@code reset()} and {@code stop()}. A second
     * call does nothing. The adapter of a copy of this library in another class loader is replaced. No status is added.
     *
     * <p>If {@code telemetry-context-core} or Logback lacks a class or a method, nothing is installed. A warning status then names
     * the jars to add or to upgrade, and logging goes on without the fields.
     *
     * <p>A context that the application created may have no adapter. It then gets the adapter of SLF4J's {@code MDC}, or a new one
     * if SLF4J has no working adapter.
     *
     * @param context the logger context; other threads may log meanwhile
     * @return the adapter that the context has now; if nothing can be installed, one that shows the MDC only
     * @throws NullPointerException if the context is null
     */
    public static TelemetryMdcAdapter install(LoggerContext context) {
        TelemetryMdcAdapter adapter = Installation.install(context);
        return adapter != null ? adapter : new TelemetryMdcAdapter(context, Installation.adapterOfSlf4j());
    }

    /** Returns whether SLF4J replays an event of another thread on this thread. */
    boolean isReplaying() {
        return slf4j.isReplaying();
    }

    /**
     * Returns the MDC of an event that this thread logs now. Does not throw.
     *
     * @return the fields and then the application's entries, unmodifiable; serialized as a {@link java.util.HashMap}. Without
     *     a current context the map of the wrapped adapter, which may be null
     */
    @Override
    @SuppressWarnings("NullAway") // values may be null, which Logback's signature does not say
    public @Nullable Map<String, @Nullable String> getPropertyMap() {
        return propertyMapWithout(0);
    }

    /** Returns the {@linkplain ContextFields fields} that the event must not get from the current context. */
    int ownFieldsOf(LoggingEvent event) {
        TelemetryContext current = TelemetryContext.current();
        // If another copy of this library has replaced this adapter, that copy adds the fields.
        return current.isEmpty() || context.getMDCAdapter() != this ? 0 : OwnKeys.of(event, ContextFields.of(current));
    }

    /**
     * Returns the MDC of an event that carries these {@linkplain ContextFields fields} itself, see {@link
     * #getPropertyMap()}.
     */
    @Nullable Map<String, @Nullable String> propertyMapWithout(int ownFields) {
        Map<String, @Nullable String> mdc = mdcOfDelegate();
        try {
            if (context.getTurboFilterList().size() != checkedFilters) {
                keepFilter();
            }
            TelemetryContext current = TelemetryContext.current();
            if (current.isEmpty() || isReplaying()) {
                return mdc;
            }
            // Only the snapshots of Logback's own adapter are known to never change.
            return ContextFields.of(current).map(ownFields, mdc, delegate.getClass() == LogbackMDCAdapter.class);
        } catch (RuntimeException | LinkageError e) {
            // A log call must not fail because of its MDC.
            return mdc;
        }
    }

    /**
     * Reinstalls the filter if the application removed it without a reset, for example with {@code
     * getTurboFilterList().clear()}.
     */
    private void keepFilter() {
        // If another copy of this library has replaced this adapter, that copy installs its own filter.
        if (context.getMDCAdapter() == this) {
            FilterReinstaller.install(context);
        }
        checkedFilters = context.getTurboFilterList().size();
    }

    @SuppressWarnings("NullAway") // values may be null, which Logback's signature does not say
    private @Nullable Map<String, @Nullable String> mdcOfDelegate() {
        try {
            return logback != null ? logback.getPropertyMap() : delegate.getCopyOfContextMap();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** Puts an entry into the wrapped adapter. */
    @Override
    public void put(String key, @Nullable String value) {
        delegate.put(key, value);
    }

    /** Returns an entry of the wrapped adapter, never a field. */
    @Override
    public @Nullable String get(String key) {
        return delegate.get(key);
    }

    /** Removes an entry from the wrapped adapter. */
    @Override
    public void remove(String key) {
        delegate.remove(key);
    }

    /** Removes all entries of the wrapped adapter. */
    @Override
    public void clear() {
        delegate.clear();
    }

    /** {@return the entries of the wrapped adapter without the fields, or null} */
    @Override
    public @Nullable Map<String, String> getCopyOfContextMap() {
        return delegate.getCopyOfContextMap();
    }

    /** {@return the keys of the wrapped adapter's entries, or null} */
    @Override
    public @Nullable Set<String> getKeys() {
        if (logback != null) {
            return logback.getKeys();
        }
        Map<String, String> copy = delegate.getCopyOfContextMap();
        return copy == null ? null : copy.keySet();
    }

    /** Replaces the entries of the wrapped adapter. */
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // the overridden method is raw
    public void setContextMap(@Nullable Map map) {
        delegate.setContextMap(map);
    }

    /** Calls the wrapped adapter. */
    @Override
    public void pushByKey(String key, @Nullable String value) {
        delegate.pushByKey(key, value);
    }

    /** Calls the wrapped adapter. */
    @Override
    public @Nullable String popByKey(String key) {
        return delegate.popByKey(key);
    }

    /** Calls the wrapped adapter. */
    @Override
    public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
        return delegate.getCopyOfDequeByKey(key);
    }

    /** Calls the wrapped adapter. */
    @Override
    public void clearDequeByKey(String key) {
        delegate.clearDequeByKey(key);
    }
}
