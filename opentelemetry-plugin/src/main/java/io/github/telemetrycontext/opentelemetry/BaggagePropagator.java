package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Adds the fields to the baggage that another propagator writes, and takes them from the baggage that it reads. So the
 * process itself does not keep them twice.
 */
final class BaggagePropagator implements TextMapPropagator {

    private final TextMapPropagator baggage;

    BaggagePropagator(TextMapPropagator baggage) {
        this.baggage = baggage;
    }

    @Override
    public Collection<String> fields() {
        return baggage.fields();
    }

    @Override
    public <C> void inject(Context context, @Nullable C message, TextMapSetter<C> setter) {
        TelemetryContext carried = CarriedEntry.in(context);
        TelemetryContext fields = carried != null ? carried : TelemetryContext.current();
        // Without a context of this library, entries with the same names belong to the application.
        boolean ours = carried != null || !fields.isEmpty();
        baggage.inject(
                ours ? context.with(BaggageFields.into(Baggage.fromContext(context), fields)) : context,
                message,
                setter);
    }

    @Override
    public <C> Context extract(Context context, @Nullable C message, TextMapGetter<C> getter) {
        Context extracted = baggage.extract(context, message, getter);
        if (extracted == context) {
            return context; // The message has no baggage.
        }
        Baggage received = Baggage.fromContext(extracted);
        TelemetryContext own = own(context);
        TelemetryContext fields =
                BaggageFields.in(received).toBuilder().putAll(own.toMap()).build();
        // The process must not send rejected values to the next process either.
        Context accepted = extracted.with(BaggageFields.into(received, fields));
        return fields.isEmpty() ? accepted : CarriedEntry.into(accepted, fields, own);
    }

    /** Returns the fields that a message does not change: those of the given context, then those of this thread. */
    private static TelemetryContext own(Context context) {
        TelemetryContext here = CarriedEntry.ownIn(Context.current());
        TelemetryContext.Builder own = (here != null ? here : TelemetryContext.current()).toBuilder();
        TelemetryContext given = CarriedEntry.ownIn(context);
        return given == null ? own.build() : own.putAll(given.toMap()).build();
    }

    /**
     * Returns a text for the log of the SDK.
     *
     * @return the name of the class and of the other propagator
     */
    @Override
    public String toString() {
        return "BaggagePropagator{" + baggage + "}";
    }
}
