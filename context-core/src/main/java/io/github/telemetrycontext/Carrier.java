package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.ContextCarrier;
import io.github.telemetrycontext.spi.ContextCarrier.Attachment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls the installed carrier. If the carrier fails, the context is not carried, and nothing else fails. */
final class Carrier {

    /** A constant, so that the compiler removes the code for a carrier if there is none. */
    static final @Nullable ContextCarrier INSTALLED =
            first(Services.load(ContextCarrier.class, "A context carrier is not used"));

    private Carrier() {}

    private static @Nullable ContextCarrier first(List<ContextCarrier> carriers) {
        if (carriers.isEmpty()) {
            return null;
        }
        String first = carriers.get(0).getClass().getName();
        for (ContextCarrier other : carriers.subList(1, carriers.size())) {
            CoreLog.warn("Only " + first + " carries the context. "
                    + other.getClass().getName() + " is ignored. Keep one of them on the classpath.");
        }
        return carriers.get(0);
    }

    /**
     * Returns the context that was carried to this thread, or the given context. The thread must have no open scope.
     */
    static TelemetryContext carriedOr(TelemetryContext other) {
        if (INSTALLED == null) {
            return other;
        }
        try {
            TelemetryContext carried = INSTALLED.carried();
            return carried != null ? carried : other;
        } catch (RuntimeException | LinkageError e) {
            // Not logged, because each log event calls this method.
            return other;
        }
    }

    static @Nullable Attachment attach(TelemetryContext context) {
        if (INSTALLED == null) {
            return null;
        }
        try {
            return INSTALLED.attach(context);
        } catch (RuntimeException | LinkageError e) {
            report(e);
            return null;
        }
    }

    static void detach(Attachment attachment) {
        try {
            attachment.detach();
        } catch (RuntimeException | LinkageError e) {
            report(e);
        }
    }

    private static void report(Throwable failure) {
        if (INSTALLED != null) {
            CoreLog.warnOnce(INSTALLED, "fails to carry the context", failure);
        }
    }
}
