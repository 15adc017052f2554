package io.github.telemetrycontext;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;
import org.jspecify.annotations.Nullable;

/** The installed listeners. They are a constant, so that the compiler removes the calls if there are none. */
final class ScopeListeners {

    private static final ScopeListener[] INSTALLED =
            Services.load(ScopeListener.class, "A scope listener is not called").toArray(ScopeListener[]::new);

    private ScopeListeners() {}

    static boolean areInstalled() {
        return INSTALLED.length != 0;
    }

    /** Calls all listeners. If a listener refuses the scope, the listeners before it receive its closing. */
    static void opened(Scope scope, TelemetryContext context) {
        for (int i = 0; i < INSTALLED.length; i++) {
            try {
                INSTALLED[i].opened(scope, context);
            } catch (LinkageError e) {
                CoreLog.warnOnce(INSTALLED[i], "fails to receive scopes", e);
            } catch (RuntimeException | Error e) {
                closed(scope, i, e);
                throw e;
            }
        }
    }

    /** Calls all listeners, then throws the first exception of a listener. */
    static void closed(Scope scope) {
        Throwable failure = closed(scope, INSTALLED.length, null);
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private static @Nullable Throwable closed(Scope scope, int listeners, @Nullable Throwable before) {
        Throwable failure = before;
        for (int i = 0; i < listeners; i++) {
            try {
                INSTALLED[i].closed(scope);
            } catch (LinkageError e) {
                CoreLog.warnOnce(INSTALLED[i], "fails to receive scopes", e);
            } catch (RuntimeException | Error e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        return failure;
    }
}
