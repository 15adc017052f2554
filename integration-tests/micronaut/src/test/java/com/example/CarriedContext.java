package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.micronaut.core.propagation.ThreadPropagatedContextElement;

/** Micronaut opens a scope of the context on each thread that works for the request. */
@SuppressWarnings({"MustBeClosedChecker", "NullAway"}) // one method closes the scope of the other method
record CarriedContext(TelemetryContext context) implements ThreadPropagatedContextElement<Scope> {

    @Override
    public Scope updateThreadContext() {
        return context.makeCurrent();
    }

    @Override
    public void restoreThreadContext(Scope scope) {
        scope.close();
    }
}
