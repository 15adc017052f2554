package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.ContextCarrier;
import io.github.telemetrycontext.spi.ContextCarrier.Attachment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The carrier that is installed. When it fails, a context is not carried, and nothing else is lost. */
final class Carrier {

    /** A constant, so that the compiler drops what is for the carrier where there is none. */
    static final @Nullable ContextCarrier INSTALLED =
            first(Services.load(ContextCarrier.class, "A carrier does not carry the context"));

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

    /** What has been carried to this thread, which has no scope open, or else the given context. */
    static TelemetryContext carriedOr(TelemetryContext other) {
        if (INSTALLED == null) {
            return other;
        }
        try {
            TelemetryContext carried = INSTALLED.carried();
            return carried != null ? carried : other;
        } catch (RuntimeException | LinkageError e) {
            // Not even to the log, since this is where log events come by.
            return other;
        }
    }

    /** Has the context of a scope carried; null if nobody does. */
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
