package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.github.telemetrycontext.TelemetryContext;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;

/**
 * The MDC as Logback's events see it: what the application put there, and the fields of the telemetry context that is
 * current on the logging thread.
 *
 * <p>It wraps the adapter that the logger context had. SLF4J's {@code MDC} keeps using that one, and every operation
 * here goes to it as well, so the application's MDC never holds a field of ours. Only {@link #getPropertyMap()}, which
 * an event calls once, adds the fields. It leaves out
 *
 * <ul>
 *   <li>a field whose key has a value in the MDC, and
 *   <li>a field whose key the event itself carries as a key-value pair, as {@link TelemetryTurboFilter} finds out, and
 *   <li>all fields if the event was logged by another thread, such as those that SLF4J replays when it has initialized.
 * </ul>
 *
 * <p>Safe for use by any number of threads. An event without a current context costs one read of a thread local more
 * than without this class. The map of an event with a context is made once for the context and each snapshot of the MDC.
 */
public final class TelemetryMdcAdapter extends LogbackMDCAdapter {

    private static final Object INSTALLING = new Object();

    private final LoggerContext context;
    private final MDCAdapter delegate;
    private final Slf4jInitialization slf4j = new Slf4jInitialization();

    /** The same, if it is one of Logback's, whose snapshots need no copying. */
    private final @Nullable LogbackMDCAdapter logback;

    /**
     * How many turbo filters there were when ours was last seen to be in order; negative before. A thread that reads an
     * old number looks once more than it has to.
     */
    private int filtersInOrder = -1;

    private TelemetryMdcAdapter(LoggerContext context, MDCAdapter delegate) {
        this.context = context;
        this.delegate = delegate;
        this.logback = delegate instanceof LogbackMDCAdapter adapter ? adapter : null;
    }

    /**
     * Makes the events of a logger context carry the telemetry context: wraps its adapter, and puts a {@link
     * TelemetryTurboFilter} in front of its other turbo filters, unless it has one anywhere. Both stay through
     * {@code reset()} and {@code stop()}. Does nothing where this has been done before, and adds no status. What a copy of
     * this library in another class loader has installed there is replaced.
     *
     * <p>If {@code telemetry-context-core} or Logback is missing a class or a method, nothing is installed. A warning status
     * then names the jars to add or to upgrade, and logging goes on without the fields.
     *
     * <p>A context that was built by hand may have no adapter. It then gets the one that SLF4J's {@code MDC} writes to,
     * so that {@code MDC.put} shows in its events, or one of its own if SLF4J has none that works.
     *
     * @param context where to install it; other threads may log there meanwhile
     * @return the adapter that the context has now; if nothing can be installed, one that shows the MDC only
     * @throws NullPointerException if the context is null
     */
    public static TelemetryMdcAdapter install(LoggerContext context) {
        TelemetryMdcAdapter adapter = installIfPossible(context);
        return adapter != null ? adapter : new TelemetryMdcAdapter(context, adapterOfSlf4j());
    }

    /** As {@link #install}, but returns null if nothing can be installed, or not yet. */
    static @Nullable TelemetryMdcAdapter installIfPossible(LoggerContext context) {
        TelemetryMdcAdapter adapter = installAdapter(context);
        if (adapter != null || isTooEarly(context)) {
            TelemetryTurboFilter.installInto(context);
        }
        return adapter;
    }

    /**
     * Before Logback 1.5.17, a context gets its adapter after its configuration. It would take the place of ours, so
     * the filter installs ours with the first event.
     */
    static boolean isTooEarly(LoggerContext context) {
        return !SupportedLogback.isTooOld() && context.getMDCAdapter() == null && Slf4jInitialization.isRunning();
    }

    /** As {@link #installIfPossible}, without the filter. */
    static @Nullable TelemetryMdcAdapter installAdapter(LoggerContext context) {
        Objects.requireNonNull(context, "context");
        synchronized (INSTALLING) {
            try {
                SupportedLogback.check();
                @Nullable MDCAdapter installed = context.getMDCAdapter();
                if (installed instanceof TelemetryMdcAdapter adapter) {
                    return adapter;
                }
                // Fails here, where it is reported, if the core lacks a class or a method that events need. A carrier
                // does not ask its framework before a scope has been opened, so this is not too early for it.
                TelemetryContext.current();
                EventMaps.of(TelemetryContext.builder().sessionId("any").build())
                        .without(OwnKeys.ALL);
                if (isTooEarly(context)) {
                    return null;
                }
                @Nullable MDCAdapter users = OtherCopy.unwrapped(installed);
                TelemetryMdcAdapter adapter =
                        new TelemetryMdcAdapter(context, users == null ? adapterOfSlf4j() : users);
                SilentMdcAdapterChange.run(context, adapter);
                if (OtherCopy.isOf(TelemetryMdcAdapter.class, installed)) {
                    OtherCopy.removeFrom(context);
                }
                return adapter;
            } catch (RuntimeException | LinkageError e) {
                Disabled.report(context, e);
                return null;
            }
        }
    }

    private static MDCAdapter adapterOfSlf4j() {
        @Nullable MDCAdapter adapter = MDC.getMDCAdapter();
        return adapter == null || adapter instanceof NOPMDCAdapter ? new LogbackMDCAdapter() : adapter;
    }

    /** Returns whether SLF4J replays an event of another thread on this thread. */
    boolean isReplaying() {
        return slf4j.isReplaying();
    }

    /**
     * What an event made now on this thread has as its MDC.
     *
     * @return the application's entries with the fields before them, unmodifiable; serialized as a {@link
     *     java.util.HashMap}. Without a current context what the wrapped adapter gives, which may be null. This method
     *     does not throw
     */
    @Override
    @SuppressWarnings("NullAway") // values may be null, which Logback's signature does not say
    public @Nullable Map<String, @Nullable String> getPropertyMap() {
        return propertyMapWithout(0);
    }

    /** Returns the {@linkplain OwnKeys fields} that the event must not get from the current context. */
    int ownFieldsOf(LoggingEvent event) {
        TelemetryContext current = TelemetryContext.current();
        // If a copy of another class loader has replaced this adapter meanwhile, the event gets nothing from here.
        return current.isEmpty() || context.getMDCAdapter() != this ? 0 : OwnKeys.of(event, current);
    }

    /** As {@link #getPropertyMap()}, for an event that carries these {@linkplain OwnKeys fields} itself. */
    @Nullable Map<String, @Nullable String> propertyMapWithout(int ownFields) {
        Map<String, @Nullable String> mdc = mdcOfDelegate();
        try {
            if (context.getTurboFilterList().size() != filtersInOrder) {
                keepFilter();
            }
            TelemetryContext current = TelemetryContext.current();
            if (current.isEmpty() || isReplaying()) {
                return mdc;
            }
            EventMaps maps = EventMaps.of(current);
            // Only of Logback's own adapter is it known that a snapshot does not change.
            return (ownFields == 0 ? maps : maps.without(ownFields))
                    .with(mdc, delegate.getClass() == LogbackMDCAdapter.class);
        } catch (RuntimeException | LinkageError e) {
            // A log call must not fail because of its MDC.
            return mdc;
        }
    }

    /** Puts the filter back if somebody took it away without a reset, as {@code getTurboFilterList().clear()} does. */
    private void keepFilter() {
        // If a copy of another class loader has replaced this adapter meanwhile, the filter is that one's.
        if (context.getMDCAdapter() == this) {
            TelemetryTurboFilter.installInto(context);
        }
        filtersInOrder = context.getTurboFilterList().size();
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

    /** An entry of the wrapped adapter; the fields are not among them. */
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

    /**
     * The application's own entries, without the fields, so that a copy that is put back later brings no field with it.
     *
     * @return what the wrapped adapter gives, which may be null
     */
    @Override
    public @Nullable Map<String, String> getCopyOfContextMap() {
        return delegate.getCopyOfContextMap();
    }

    /**
     * The keys of the application's own entries.
     *
     * @return what the wrapped adapter gives, which may be null
     */
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

    /** Goes to the wrapped adapter. */
    @Override
    public void pushByKey(String key, @Nullable String value) {
        delegate.pushByKey(key, value);
    }

    /** Goes to the wrapped adapter. */
    @Override
    public @Nullable String popByKey(String key) {
        return delegate.popByKey(key);
    }

    /** Goes to the wrapped adapter. */
    @Override
    public @Nullable Deque<String> getCopyOfDequeByKey(String key) {
        return delegate.getCopyOfDequeByKey(key);
    }

    /** Goes to the wrapped adapter. */
    @Override
    public void clearDequeByKey(String key) {
        delegate.clearDequeByKey(key);
    }
}
