package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;

/**
 * A scope that can end as a wrapped task ends: with everything that was opened inside it and left open. Every scope that
 * {@link TelemetryContext#makeCurrent()} returns is one.
 *
 * <p>It is for carriers that are called before and after a block of foreign code, so that they can't hand that block to
 * one of the {@code wrap} methods. It costs nothing where it is not called.
 */
public interface UnwindableScope extends Scope {

    /**
     * Ends this scope and the ones that were opened after it on this thread, and brings back what was current when it was
     * opened. If it is not open on this thread, because an enclosing block has ended or because this is another thread,
     * the effect is that of {@link #close()}. A second call does nothing.
     *
     * @throws IllegalStateException in strict mode only, if scopes were left open; the cause is the stack trace of the
     *     code that opened the latest one. The effect is the same as without strict mode
     */
    void unwind();
}
