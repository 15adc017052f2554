package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;

/**
 * A scope that can end together with all scopes that were opened inside it and left open. Every scope that {@link
 * TelemetryContext#makeCurrent()} returns is one. It is for libraries that are called before and after a foreign block of code, so
 * that they can't use a {@code wrap} method.
 */
public interface UnwindableScope extends Scope {

    /**
     * Closes this scope and the scopes that were opened after it on this thread, and restores the context that was current before it.
     * If the scope is not open on this thread, the effect is that of {@link #close()}. A second call does nothing.
     *
     * @throws IllegalStateException in strict mode only, if scopes were left open; the cause is the stack trace of the code that
     *     opened the latest one. The effect is the same as without strict mode
     */
    void unwind();
}
