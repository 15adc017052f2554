package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.ContextCarrier;
import io.github.telemetrycontext.spi.ContextCarrier.Attachment;
import org.jspecify.annotations.Nullable;

/** A scope that propagates its context with a {@link ContextCarrier}, if a carrier is installed. */
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
     * Detaches the scopes of a chain up to the next scope that stays open. Scopes in between may be closed but still
     * attached, because later scopes were attached above them.
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
