package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.ContextCarrier;
import io.github.telemetrycontext.spi.ContextCarrier.Attachment;
import org.jspecify.annotations.Nullable;

/** A scope whose context is attached to what a {@link ContextCarrier} carries, if there is one. */
class CarriedScope extends OpenScope {

    /** A constant, so that the compiler drops what is for the carrier where there is none. */
    static final @Nullable ContextCarrier CARRIER =
            Services.load(ContextCarrier.class, "A carrier does not carry the context").stream()
                    .findFirst()
                    .orElse(null);

    private @Nullable Attachment attachment;

    CarriedScope(TelemetryContext context, @Nullable Object outer) {
        super(context, outer);
    }

    @Override
    final void opened() {
        if (CARRIER != null) {
            attachment = CARRIER.attach(context);
        }
    }

    /** What has been carried to this thread, which has no scope open, or else the given context. */
    static TelemetryContext carriedOr(TelemetryContext other) {
        if (CARRIER == null) {
            return other;
        }
        TelemetryContext carried = CARRIER.carried();
        return carried != null ? carried : other;
    }

    /**
     * Ends what was attached for the scopes from one to the next that stays open. Closed ones between them could not be
     * detached when they were closed, because later ones were attached above them.
     */
    static void detach(@Nullable Object from, @Nullable Object next) {
        for (Object held = from; held != next && held instanceof CarriedScope scope; held = scope.outer) {
            Attachment ended = scope.attachment;
            if (ended != null) {
                ended.detach();
            }
        }
    }
}
