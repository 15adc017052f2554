package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import org.jspecify.annotations.Nullable;

/**
 * Propagates the telemetry context together with the context of another library. A carrier is a service, which the
 * class loader of the core finds once. The first one is used, and a warning names the others.
 *
 * <p>The methods are called on any number of threads at once, for each scope and each log event outside of scopes. They
 * must be quick and must not throw. An exception does not reach the application, but the context is then not carried.
 * The log {@code io.github.telemetrycontext} gets the first failure of {@code attach} and {@code detach}. Failures of
 * {@code carried} are not logged, because logging would call it again.
 */
public interface ContextCarrier {

    /**
     * Called when a scope has been opened on this thread.
     *
     * @param context the context to carry from now on; an empty one hides the carried context
     * @return the attachment, which ends the carrying
     */
    Attachment attach(TelemetryContext context);

    /**
     * Returns the context that has been carried to this thread. Called only if no scope is open on the thread. A context that was
     * attached on this thread and has been detached must not be returned.
     *
     * @return the context, or null if none has been carried here
     */
    @Nullable TelemetryContext carried();

    /** A context attached to the thread for the time of a scope. */
    interface Attachment {

        /**
         * Called when the scope has ended, on the thread that attached. The order is the reverse of attaching, unless scopes are closed
         * out of order. It may be called again after later attachments have been detached.
         */
        void detach();
    }
}
