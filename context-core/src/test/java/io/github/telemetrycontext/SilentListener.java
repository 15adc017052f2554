package io.github.telemetrycontext;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;

/** Does nothing. Blocks of code open scopes only if a listener is installed. */
public final class SilentListener implements ScopeListener {

    @Override
    public void opened(Scope scope, TelemetryContext context) {}

    @Override
    public void closed(Scope scope) {}
}
