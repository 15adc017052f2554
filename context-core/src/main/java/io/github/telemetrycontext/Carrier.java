package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.ContextCarrier;
import io.github.telemetrycontext.spi.ContextCarrier.Attachment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The carrier that is installed. When it fails, a context is not carried, and nothing else is lost. */
final class Carrier {

    /** A constant, so that the compiler drops what is for the carrier where there is none. */
    static final @Nullable ContextCarrier INSTALLED =
            Services.load(ContextCarrier.class, "A carrier does not carry the context").stream()
                    .findFirst()
                    .orElse(null);

    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private Carrier() {}

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

    /** Once in a JVM, because it would be so with each scope. */
    private static void report(Throwable failure) {
        if (INSTALLED != null && FAILED.compareAndSet(false, true)) {
            System.getLogger("io.github.telemetrycontext")
                    .log(
                            System.Logger.Level.WARNING,
                            INSTALLED.getClass().getName()
                                    + " fails to carry the context. Do its versions fit together? "
                                    + "It is not reported again",
                            failure);
        }
    }
}
