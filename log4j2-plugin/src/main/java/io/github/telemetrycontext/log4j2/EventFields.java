package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.spi.InboundText;
import org.apache.logging.log4j.layout.template.json.util.JsonWriter;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/** The four fields as an event carries them: as text, and perhaps put there by the application itself. */
final class EventFields {

    private static final String ITERATION = "sampling_iteration";

    /** Those of all TelemetryFields, in their order. Spelled out, so that events are written without the core, too. */
    static final String[] KEYS = {"session_id", "request_id", "model_id", ITERATION};

    private EventFields() {}

    static boolean isKey(String key) {
        for (String own : KEYS) {
            if (own.equals(key)) {
                return true;
            }
        }
        return false;
    }

    static boolean anyIn(ReadOnlyStringMap data) {
        for (String key : KEYS) {
            if (valueOf(key, data) != null) {
                return true;
            }
        }
        return false;
    }

    static boolean anythingElseIn(ReadOnlyStringMap data) {
        int others = data.size();
        for (String key : KEYS) {
            if (others > 0 && data.containsKey(key)) {
                others--;
            }
        }
        return others > 0;
    }

    /** The value as a string or an integer, or null if there is none or it can't be turned into text. */
    static @Nullable Object valueOf(String key, ReadOnlyStringMap data) {
        Object value = data.getValue(key);
        if (value == null || value instanceof String || value instanceof Integer) {
            return value;
        }
        try {
            return value.toString();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /**
     * Writes the value of a key with the type of its field. An iteration that is no integer, which only the application itself can
     * have set, stays the string that it is.
     */
    static void write(String key, Object value, JsonWriter json) {
        if (key.equals(ITERATION)) {
            if (value instanceof Integer number) {
                json.writeNumber(number.intValue());
                return;
            }
            if (value instanceof String text && SupportedCore.isSupported() && InboundText.isInteger(text)) {
                json.writeRawString(text);
                return;
            }
        }
        json.writeString(value.toString());
    }
}
