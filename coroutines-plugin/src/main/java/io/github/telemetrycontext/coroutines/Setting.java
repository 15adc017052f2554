package io.github.telemetrycontext.coroutines;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.UnwindableScope;
import org.jspecify.annotations.Nullable;

/** A context that an element has set on a thread. Only that thread changes it. */
final class Setting {

    private static final System.Logger LOG = System.getLogger("io.github.telemetrycontext");

    /** The latest setting of each thread, or null between resumptions. */
    private static final ThreadLocal<@Nullable Setting> LATEST = new ThreadLocal<>();

    private final TelemetryContext before = TelemetryContext.current();
    private final @Nullable Setting earlier = LATEST.get();
    private TelemetryContext context;
    private @Nullable UnwindableScope scope;

    private Setting(TelemetryContext context) {
        this.context = context;
        open();
    }

    static Setting make(TelemetryContext context) {
        Setting setting = new Setting(context);
        LATEST.set(setting);
        return setting;
    }

    /**
     * Undoes this setting and all later ones.
     *
     * <p>A flow whose {@code flowOn} keeps the dispatcher restores again after a suspension (kotlinx.coroutines 1.11).
     * This setting is then already undone, and the thread may be another one. The coroutine goes on downstream, in a
     * resumption of the upstream context. So the setting of that resumption gets the downstream context.
     */
    @SuppressWarnings("ReferenceEquality") // other coroutines can have an equal context
    void restore() {
        Setting latest = LATEST.get();
        Setting wanted = latest;
        while (wanted != null && wanted != this) {
            wanted = wanted.earlier;
        }
        if (wanted != null) {
            // Sets null instead of removing the entry, because the next setting would create it again.
            LATEST.set(earlier);
            for (Setting setting = latest; setting != null && setting != earlier; setting = setting.earlier) {
                setting.close();
            }
        } else if (latest != null && latest.context == context) {
            latest.close();
            latest.context = before;
            latest.open();
        }
    }

    @SuppressWarnings("MustBeClosedChecker") // close() ends the scope
    private void open() {
        try {
            scope = (UnwindableScope) context.makeCurrent();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "A coroutine runs without its telemetry context, because its scope cannot be opened."
                            + " Fix the cause in the stack trace.",
                    e);
        }
    }

    private void close() {
        UnwindableScope open = scope;
        scope = null;
        if (open != null) {
            try {
                open.unwind();
            } catch (RuntimeException | Error e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "A scope reported an error while the telemetry context of this thread was restored."
                                + " Fix the scope or the scope listener in the stack trace.",
                        e);
            }
        }
    }
}
