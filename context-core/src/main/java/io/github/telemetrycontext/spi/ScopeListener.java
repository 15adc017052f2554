package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;

/**
 * Receives the opening and closing of every scope. Listeners are services, which the class loader of the core finds
 * once. Without listeners, scopes have no additional cost.
 *
 * <p>The methods run on the thread that opens or closes the scope, on any number of threads at once. They delay each
 * scope. An {@link Error} has the same effect as a {@link RuntimeException}. Only a {@link LinkageError} does not reach
 * the application, because jars of different versions must not fail it. The log of {@code io.github.telemetrycontext}
 * gets the first one of each listener.
 */
public interface ScopeListener {

    /**
     * Called when a scope is about to become current on this thread.
     *
     * @param scope the scope, compared by identity
     * @param context its context
     * @throws RuntimeException to refuse the scope: the caller gets the exception, nothing changes, and the listeners
     *     that received the opening also receive the closing
     */
    void opened(Scope scope, TelemetryContext context);

    /**
     * Called when a scope has been closed, in any order, on the thread that opened it, after the previous context has
     * been restored. Not called for scopes that are never closed, even if the block around them has ended.
     *
     * @param scope the scope
     * @throws RuntimeException to report misuse: the code that closes the scope gets the exception after all listeners
     *     were called
     */
    void closed(Scope scope);
}
