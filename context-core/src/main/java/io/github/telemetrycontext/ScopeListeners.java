package io.github.telemetrycontext;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The listeners that are installed; a constant, so that the compiler drops the calls where there is none. */
final class ScopeListeners {

    private static final ScopeListener[] INSTALLED = load();

    private ScopeListeners() {}

    private static ScopeListener[] load() {
        try {
            return ServiceLoader.load(ScopeListener.class, ScopeListener.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .toArray(ScopeListener[]::new);
        } catch (ServiceConfigurationError e) {
            System.getLogger("io.github.telemetrycontext")
                    .log(System.Logger.Level.WARNING, "Scopes work, but no listener hears of them", e);
            return new ScopeListener[0];
        }
    }

    static void opened(Scope scope, TelemetryContext context) {
        for (ScopeListener listener : INSTALLED) {
            listener.opened(scope, context);
        }
    }

    static void closed(Scope scope) {
        for (ScopeListener listener : INSTALLED) {
            listener.closed(scope);
        }
    }
}
