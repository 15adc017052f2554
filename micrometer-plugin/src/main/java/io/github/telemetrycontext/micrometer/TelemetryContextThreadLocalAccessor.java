package io.github.telemetrycontext.micrometer;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.UnwindableScope;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Micrometer's context propagation carry the telemetry context. It is a service, so there is nothing to call;
 * {@link #KEY} is for those who write a context into a Reactor {@code Context} themselves.
 *
 * <p>What is captured is the immutable context, and {@linkplain TelemetryContext#empty() none at all} is captured too: a
 * task that was wrapped outside of any scope finds no field, whatever its thread was left with. After the block of code
 * the thread is as it was before, whatever scopes the block opened, closed or left open.
 *
 * <p>Setting and restoring cost a scope and one small object. Each thread keeps its own account, so an instance may be
 * used by any number of threads; between uses a thread refers to no class of this library.
 */
public final class TelemetryContextThreadLocalAccessor implements ThreadLocalAccessor<TelemetryContext> {

    /** Under which a snapshot, and a Reactor {@code Context}, holds the telemetry context. */
    public static final String KEY = "telemetry.context";

    private static final System.Logger LOG = System.getLogger("io.github.telemetrycontext");

    /** What was set on a thread and has not been restored, the latest first; null between uses. */
    private static final ThreadLocal<@Nullable Setting> LATEST = new ThreadLocal<>();

    /** For the service loader, and for registries that load no services. */
    public TelemetryContextThreadLocalAccessor() {}

    /**
     * The key.
     *
     * @return {@link #KEY}
     */
    @Override
    public Object key() {
        return KEY;
    }

    /**
     * The context that is current on this thread.
     *
     * @return never null, because Micrometer carries no null and would leave the other thread with what it has. Only without
     *     {@code telemetry-context-core} null
     */
    @Override
    public @Nullable TelemetryContext getValue() {
        return Core.IS_USABLE ? TelemetryContext.current() : null;
    }

    /**
     * Makes a context the current one of this thread, until what was current before is restored.
     *
     * @param value the context
     * @throws RuntimeException if a {@link io.github.telemetrycontext.spi.ScopeListener} refuses; nothing has changed then
     */
    @Override
    @SuppressWarnings("MustBeClosedChecker") // restore ends it
    public void setValue(TelemetryContext value) {
        TelemetryContext before = TelemetryContext.current();
        UnwindableScope scope = (UnwindableScope) value.makeCurrent();
        LATEST.set(new Setting(before, scope, LATEST.get()));
    }

    /** Makes {@link TelemetryContext#empty()} the current context: there was none where the snapshot was taken. */
    @Override
    public void setValue() {
        if (Core.IS_USABLE) {
            setValue(TelemetryContext.empty());
        }
    }

    /**
     * Undoes the latest setting that replaced this context and the settings made since, and ends all scopes opened since.
     * Does nothing if there is no such setting, because it has been undone together with an earlier one.
     *
     * <p>It never throws, so that Micrometer goes on and restores the thread locals of others too: what strict mode or a
     * listener complains of goes to the log of {@code io.github.telemetrycontext}.
     *
     * @param previousValue what {@link #getValue()} returned before the setting, the same instance
     */
    @Override
    @SuppressWarnings("ReferenceEquality") // an equal context may be that of another setting
    public void restore(TelemetryContext previousValue) {
        Setting latest = LATEST.get();
        Setting wanted = latest;
        while (wanted != null && wanted.before != previousValue) {
            wanted = wanted.earlier;
        }
        if (wanted != null) {
            // Set rather than removed: the next setting would make the removed entry again.
            LATEST.set(wanted.earlier);
            for (Setting setting = latest; setting != null && setting != wanted.earlier; setting = setting.earlier) {
                setting.undo();
            }
        }
    }

    /** As {@link #restore(TelemetryContext)} with the empty context. */
    @Override
    public void restore() {
        if (Core.IS_USABLE) {
            restore(TelemetryContext.empty());
        }
    }

    /**
     * Without the core, or with one of another version, the accessor carries nothing, and those of others go on. This is found out
     * with the first capture, because a registry may create the accessor only to remove it again.
     */
    private static final class Core {

        static final boolean IS_USABLE = isUsable();

        @SuppressWarnings("ConstantValue") // the classes are what is asked for
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
     * What a call of {@link #setValue(TelemetryContext)} has done.
     *
     * @param before what was current
     * @param scope the scope of what was set
     * @param earlier the setting before this one
     */
    private record Setting(
            TelemetryContext before,
            UnwindableScope scope,
            @Nullable Setting earlier) {

        void undo() {
            try {
                scope.unwind();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "The context of a thread was restored, with a complaint", e);
            }
        }
    }
}
