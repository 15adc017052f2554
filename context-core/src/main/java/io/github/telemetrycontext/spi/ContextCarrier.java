package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets another library, which has a context of its own and carries it from thread to thread, carry the telemetry context
 * along. A carrier is a service, found once, with the class loader of the core. The first one is taken, and a warning
 * names the others. Without any, scopes and reads cost what they cost without this interface.
 *
 * <p>The methods are called on any number of threads at once. They are on the path of each scope and of each log event, so
 * they must be quick and must not throw. What they throw all the same does not reach the application: the context is not
 * carried then, and the first failure with a scope goes to the log of {@code io.github.telemetrycontext}.
 */
public interface ContextCarrier {

    /**
     * A scope has been opened on this thread.
     *
     * @param context what it makes current, to be carried from now on; it may be empty, which hides what was carried
     * @return what ends that
     */
    Attachment attach(TelemetryContext context);

    /**
     * What has been carried to this thread. It is asked for only where no scope is open, so a scope that was opened on the
     * thread wins. What was attached on this very thread and has been detached must not be the answer.
     *
     * @return the context, or null if none has been carried here
     */
    @Nullable TelemetryContext carried();

    /** A context attached to the thread for the time of a scope. */
    interface Attachment {

        /**
         * The scope has ended. Called on the thread that attached, on attachments in the reverse order of their making
         * unless their scopes are closed out of order. It may be called again when what was attached later is gone.
         */
        void detach();
    }
}
