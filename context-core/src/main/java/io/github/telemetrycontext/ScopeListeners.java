package io.github.telemetrycontext;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;
import org.jspecify.annotations.Nullable;

/** The listeners that are installed; a constant, so that the compiler drops the calls where there is none. */
final class ScopeListeners {

    private static final ScopeListener[] INSTALLED = Services.load(
                    ScopeListener.class, "A listener does not hear of scopes")
            .toArray(ScopeListener[]::new);

    private ScopeListeners() {}

    static boolean areInstalled() {
        return INSTALLED.length != 0;
    }

    /** Tells all listeners, or none: those that have heard of a scope that a later one refuses hear that it is closed. */
    static void opened(Scope scope, TelemetryContext context) {
        for (int i = 0; i < INSTALLED.length; i++) {
            try {
                INSTALLED[i].opened(scope, context);
            } catch (RuntimeException e) {
                closed(scope, i, e);
                throw e;
            }
        }
    }

    /** Tells all listeners, and throws afterwards what the first one that complained has thrown. */
    static void closed(Scope scope) {
        if (areInstalled()) {
            RuntimeException complaint = closed(scope, INSTALLED.length, null);
            if (complaint != null) {
                throw complaint;
            }
        }
    }

    private static @Nullable RuntimeException closed(Scope scope, int listeners, @Nullable RuntimeException before) {
        RuntimeException complaint = before;
        for (int i = 0; i < listeners; i++) {
            try {
                INSTALLED[i].closed(scope);
            } catch (RuntimeException e) {
                if (complaint == null) {
                    complaint = e;
                } else {
                    complaint.addSuppressed(e);
                }
            }
        }
        return complaint;
    }
}
