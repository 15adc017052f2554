package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.ContextCarrier;
import io.github.telemetrycontext.spi.ContextCarrier.Attachment;
import org.jspecify.annotations.Nullable;

/** A scope whose context is attached to what a {@link ContextCarrier} carries, if there is one. */
class CarriedScope extends OpenScope {

    private @Nullable Attachment attachment;

    CarriedScope(TelemetryContext context, @Nullable Object outer) {
        super(context, outer);
    }

    static OpenScope open(TelemetryContext context, @Nullable Object outer) {
        return new CarriedScope(context, outer);
    }

    final void attach() {
        attachment = Carrier.attach(context);
    }

    /**
     * Ends what was attached for the scopes from one to the next that stays open. Closed ones between them could not be
     * detached when they were closed, because later ones were attached above them.
     */
    static void detach(@Nullable Object from, @Nullable Object next) {
        for (Object held = from; held != next && held instanceof CarriedScope scope; held = scope.outer) {
            Attachment ended = scope.attachment;
            if (ended != null) {
                Carrier.detach(ended);
            }
        }
    }
}
