package io.github.telemetrycontext.micrometer;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.UnwindableScope;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Propagates the telemetry context with Micrometer's context propagation. Micrometer finds this class as a service, so
 * applications don't call it. Use {@link #KEY} to write a context into a Reactor {@code Context} directly.
 *
 * <p>A snapshot contains the immutable context, even if it is {@linkplain TelemetryContext#empty() empty}. A task that
 * was wrapped outside of all scopes therefore runs without fields, even if its thread has a context. After the block,
 * the thread has its previous context again, even if the block leaves scopes open.
 *
 * <p>Setting and restoring cost a scope and one small object. The accessor is thread-safe, because each thread keeps
 * its own settings. Between uses, a thread refers to no class of this library.
 */
public final class TelemetryContextThreadLocalAccessor implements ThreadLocalAccessor<TelemetryContext> {

    /** The key of the telemetry context in a snapshot and in a Reactor {@code Context}. */
    public static final String KEY = "telemetry.context";

    private static final System.Logger LOG = System.getLogger("io.github.telemetrycontext");

    /** The settings of a thread that are not restored yet, the latest first; null between uses. */
    private static final ThreadLocal<@Nullable Setting> LATEST = new ThreadLocal<>();

    /** Creates an accessor for the service loader, or for registries that load no services. */
    public TelemetryContextThreadLocalAccessor() {}

    /**
     * Returns the key of the telemetry context.
     *
     * @return {@link #KEY}
     */
    @Override
    public Object key() {
        return KEY;
    }

    /**
     * Returns the current context of this thread.
     *
     * @return the context, {@link TelemetryContext#empty()} if none is current; null only without {@code
     *     telemetry-context-core}. Micrometer does not propagate null, so the other thread would keep its context
     */
    @Override
    public @Nullable TelemetryContext getValue() {
        return Core.IS_USABLE ? TelemetryContext.current() : null;
    }

    /**
     * Makes a context current on this thread until the previous context is restored.
     *
     * @param value the context
     * @throws RuntimeException if a {@link io.github.telemetrycontext.spi.ScopeListener} refuses the scope; the current
     *     context is then unchanged
     */
    @Override
    @SuppressWarnings("MustBeClosedChecker") // restore ends it
    public void setValue(TelemetryContext value) {
        TelemetryContext before = TelemetryContext.current();
        UnwindableScope scope = (UnwindableScope) value.makeCurrent();
        LATEST.set(new Setting(before, scope, LATEST.get()));
    }

    /** Makes {@link TelemetryContext#empty()} current, for a snapshot that was taken without a context. */
    @Override
    public void setValue() {
        if (Core.IS_USABLE) {
            setValue(TelemetryContext.empty());
        }
    }

    /**
     * Undoes the latest setting that replaced the given context, and all settings and scopes since then. Does nothing
     * if this setting is already undone, together with an earlier one.
     *
     * <p>Never throws, so that Micrometer also restores the thread locals of other libraries. Exceptions of strict mode
     * or of a listener go to the log of {@code io.github.telemetrycontext}.
     *
     * @param previousValue the result of {@link #getValue()} before the setting, the same instance
     */
    @Override
    @SuppressWarnings("ReferenceEquality") // an equal context may belong to another setting
    public void restore(TelemetryContext previousValue) {
        Setting latest = LATEST.get();
        Setting wanted = latest;
        while (wanted != null && wanted.before != previousValue) {
            wanted = wanted.earlier;
        }
        if (wanted != null) {
            // Sets null instead of removing the entry, because the next setting would create it again.
            LATEST.set(wanted.earlier);
            for (Setting setting = latest; setting != null && setting != wanted.earlier; setting = setting.earlier) {
                setting.undo();
            }
        }
    }

    /** Does the same as {@link #restore(TelemetryContext)} with the empty context. */
    @Override
    public void restore() {
        if (Core.IS_USABLE) {
            restore(TelemetryContext.empty());
        }
    }

    /**
     * Checks the core. Without the core, or with another version of it, this accessor propagates nothing and other
     * accessors still work. The check runs with the first capture, because a registry may create the accessor only to
     * remove it again.
     */
    private static final class Core {

        static final boolean IS_USABLE = isUsable();

        @SuppressWarnings("ConstantValue") // throws a LinkageError if classes are missing
        private static boolean isUsable() {
            try {
                return TelemetryContext.current() != null && UnwindableScope.class.isInterface();
            } catch (LinkageError e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "telemetry-context-micrometer is disabled: telemetry-context-core is missing or has another version ("
                                + e
                                + "). Add telemetry-context-core of the same version, for example with telemetry-context-bom.");
                return false;
            }
        }
    }

    /**
     * A call of {@link #setValue(TelemetryContext)} that can be undone.
     *
     * @param before the previous context
     * @param scope the scope that the call opened
     * @param earlier the previous setting of the thread
     */
    private record Setting(
            TelemetryContext before,
            UnwindableScope scope,
            @Nullable Setting earlier) {

        void undo() {
            try {
                scope.unwind();
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "A scope reported an error while the telemetry context of this thread was restored."
                                + " Fix the scope or the scope listener in the stack trace.",
                        e);
            }
        }
    }
}
