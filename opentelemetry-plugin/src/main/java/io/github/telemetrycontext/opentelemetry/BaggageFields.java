package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.spi.InboundText;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.BaggageBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Converts the fields to and from baggage entries with their keys. The application's own value is sent unchanged,
 * unless it is empty, too long, or has control characters. A received value is not trusted and must follow the rules of
 * {@link InboundText}.
 */
final class BaggageFields {

    private static final int MAX_CHARACTERS = 256;

    private BaggageFields() {}

    /** Returns the baggage with the given fields instead of its own. */
    static Baggage into(Baggage baggage, TelemetryContext fields) {
        BaggageBuilder builder = baggage.toBuilder();
        for (TelemetryField field : TelemetryField.values()) {
            Object value = fields.get(field);
            if (value != null && canBeSent(value.toString())) {
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
            if (value != null) {
                fields.put(field, field.type() == Integer.class ? InboundText.integer(value) : id(value));
            }
        }
        return fields.build();
    }

    private static @Nullable String id(String value) {
        return InboundText.isId(value, MAX_CHARACTERS) ? value : null;
    }

    private static boolean canBeSent(String value) {
        return !value.isEmpty()
                && value.length() <= MAX_CHARACTERS
                && value.chars().noneMatch(Character::isISOControl);
    }
}
