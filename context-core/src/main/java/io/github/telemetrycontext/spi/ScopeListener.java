package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;

/**
 * Hears of every scope. Listeners are services, found once, with the class loader of the core; without any, scopes cost
 * what they cost without this interface.
 *
 * <p>The methods are called on the thread that opens or closes, on any number of threads at once. They delay each scope,
 * so they should be quick.
 *
 * <p>An {@link Error} has the effect of a {@link RuntimeException}. Only a {@link LinkageError} does not reach the application:
 * the first one of a listener goes to the log of {@code io.github.telemetrycontext}, because jars of different versions must
 * not fail the application.
 */
public interface ScopeListener {

    /**
     * A scope is about to become the current one of this thread.
     *
     * @param scope the scope, compared by identity
     * @param context what it makes current
     * @throws RuntimeException to refuse it: whoever opens the scope gets the exception, nothing has changed, and listeners
     *     that have heard of the scope hear that it is closed
     */
    void opened(Scope scope, TelemetryContext context);

    /**
     * A scope has been closed, in whatever order, on the thread that opened it, and what is current has been restored.
     * This method is not called for scopes that nobody closes, even if the block around them has ended.
     *
     * @param scope the scope
     * @throws RuntimeException to complain: once all listeners have heard of it, whoever closes the scope gets the
     *     exception
     */
    void closed(Scope scope);
}
