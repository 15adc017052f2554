package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;

/**
 * Closes a scope together with the scopes that were left open inside it. Every scope of {@link
 * TelemetryContext#makeCurrent()} implements this interface. Use it in libraries that are called before and after a
 * foreign block of code, and therefore can't use a {@code wrap} method.
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
