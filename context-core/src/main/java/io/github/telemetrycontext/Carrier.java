package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.ContextCarrier;
import org.jspecify.annotations.Nullable;

/** The carrier that is installed. */
final class Carrier {

    /** A constant, so that the compiler drops what is for the carrier where there is none. */
    static final @Nullable ContextCarrier INSTALLED =
            Services.load(ContextCarrier.class, "A carrier does not carry the context").stream()
                    .findFirst()
                    .orElse(null);

    private Carrier() {}

    /** What has been carried to this thread, which has no scope open, or else the given context. */
    static TelemetryContext carriedOr(TelemetryContext other) {
        if (INSTALLED == null) {
            return other;
        }
        TelemetryContext carried = INSTALLED.carried();
        return carried != null ? carried : other;
    }
}
