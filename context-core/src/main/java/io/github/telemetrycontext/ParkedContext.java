package io.github.telemetrycontext;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A context as a virtual thread inherits it: an array of the four values, and of a weak reference to the context they
 * were taken from. It consists of JDK classes alone, so that a long-lived thread does not pin the class loader of this
 * library, while a reader usually gets the very context that the creator of the thread had.
 */
final class ParkedContext {

    private static final int CONTEXT = 4;

    private ParkedContext() {}

    static @Nullable Object[] park(TelemetryContext context) {
        return new @Nullable Object[] {
            context.sessionId(),
            context.requestId(),
            context.modelId(),
            context.samplingIteration(),
            new WeakReference<>(context)
        };
    }

    /** The context, made again if nobody else has kept it. Threads may race here: all of them make equal contexts. */
    static TelemetryContext unpark(@Nullable Object[] parked) {
        if (parked[CONTEXT] instanceof WeakReference<?> reference
                && reference.get() instanceof TelemetryContext context) {
            return context;
        }
        TelemetryContext context =
                new TelemetryContext((String) parked[0], (String) parked[1], (String) parked[2], (Integer) parked[3]);
        parked[CONTEXT] = new WeakReference<>(context);
        return context;
    }
}
