package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;

/**
 * Is told about every scope. Listeners are services, which the class loader of the core finds once. Without listeners scopes cost
 * nothing more.
 *
 * <p>The methods are called on the thread that opens or closes, on any number of threads at once, and delay each scope. An {@link
 * Error} has the effect of a {@link RuntimeException}. Only a {@link LinkageError} does not reach the application, because jars of
 * different versions must not fail it: the log of {@code io.github.telemetrycontext} gets the first one of each listener.
 */
public interface ScopeListener {

    /**
     * Called when a scope is about to become the current one of this thread.
     *
     * @param scope the scope, compared by identity
     * @param context its context
     * @throws RuntimeException to refuse the scope: the caller gets the exception, nothing changes, and the listeners that were
     *     told about the scope are told that it is closed
     */
    void opened(Scope scope, TelemetryContext context);

    /**
     * Called when a scope has been closed, in any order, on the thread that opened it, after the previous context has been restored.
     * Not called for scopes that nobody closes, even if the block around them has ended.
     *
     * @param scope the scope
     * @throws RuntimeException to complain: the code that closes the scope gets the exception after all listeners were called
     */
    void closed(Scope scope);
}
