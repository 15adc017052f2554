package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The fields as entries of a baggage, under their keys. What comes from outside is not trusted: a value that is too long,
 * has control characters or is not of its field's type is left out, and not sent either.
 */
final class BaggageFields {

    private static final int MOST_CHARACTERS = 256;

    private BaggageFields() {}

    /** The baggage with the given fields instead of those that it has. */
    static Baggage into(Baggage baggage, TelemetryContext fields) {
        BaggageBuilder builder = baggage.toBuilder();
        for (TelemetryField field : TelemetryField.values()) {
            Object value = fields.get(field);
            if (value != null && isSound(value.toString())) {
                builder.put(field.key(), value.toString());
            } else {
                builder.remove(field.key());
            }
        }
        return builder.build();
    }

    static TelemetryContext in(Baggage baggage) {
        TelemetryContext.Builder fields = TelemetryContext.builder();
        for (TelemetryField field : TelemetryField.values()) {
            String value = baggage.getEntryValue(field.key());
            if (value != null && isSound(value)) {
                fields.put(field, field.type() == Integer.class ? integer(value) : value);
            }
        }
        return fields.build();
    }

    private static boolean isSound(String value) {
        return !value.isEmpty()
                && value.length() <= MOST_CHARACTERS
                && value.chars().noneMatch(Character::isISOControl);
    }

    private static @Nullable Integer integer(String value) {
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
