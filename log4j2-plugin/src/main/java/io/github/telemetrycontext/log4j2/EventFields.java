package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.spi.InboundText;
import org.apache.logging.log4j.layout.template.json.util.JsonWriter;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/** The four fields as an event carries them: as text, and perhaps put there by the application itself. */
final class EventFields {

    /** Those of all TelemetryFields, in their order. Spelled out, so that events are written without the core, too. */
    static final String[] KEYS = {"session_id", "request_id", "model_id", "sampling_iteration"};

    static final String ITERATION_KEY = KEYS[3];

    /** The position of the iteration in {@link #KEYS}. */
    private static final int ITERATION = 3;

    private EventFields() {}

    static boolean isKey(@Nullable String key) {
        return indexOf(key) >= 0;
    }

    /** The position of a key in {@link #KEYS}, or a negative number if it is none of them. */
    static int indexOf(@Nullable String key) {
        for (int field = 0; field < KEYS.length; field++) {
            if (KEYS[field].equals(key)) {
                return field;
            }
        }
        return -1;
    }

    static boolean anyIn(ReadOnlyStringMap data) {
        for (int field = 0; field < KEYS.length; field++) {
            if (valueOf(field, data) != null) {
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

    /** The value as the event has it, but an integer if it is the iteration of a context. Null if there is none. */
    static @Nullable Object rawValueOf(int field, ReadOnlyStringMap data) {
        return data instanceof ContextFields own ? own.typed(field) : data.getValue(KEYS[field]);
    }

    /** The value as a string or an integer, or null if there is none or it can't be turned into text. */
    static @Nullable Object valueOf(int field, ReadOnlyStringMap data) {
        Object value = rawValueOf(field, data);
        if (value == null || value instanceof String || value instanceof Integer) {
            return value;
        }
        try {
            return value.toString();
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Whether the value can be one of a context. Only readers and the application itself have others. */
    static boolean isOfContext(int field, Object value) {
        return value instanceof String || (field == ITERATION && value instanceof Integer);
    }

    /**
     * Writes the value of a field with the type of the field. An iteration that is no integer, which only the application itself can
     * have set, stays the string that it is.
     *
     * @param typed whether an iteration becomes a number
     */
    static void write(int field, Object value, boolean typed, JsonWriter json) {
        StringBuilder text = json.getStringBuilder();
        if (typed && field == ITERATION) {
            if (value instanceof Integer number) {
                text.append(number.intValue());
                return;
            }
            if (value instanceof String digits && SupportedCore.isSupported() && InboundText.isInteger(digits)) {
                text.append(digits);
                return;
            }
        }
        String string = value.toString();
        if (string.length() <= json.getMaxStringLength() && isPlain(string)) {
            // The writer would append character by character.
            text.append('"').append(string).append('"');
        } else {
            json.writeString(string);
        }
    }

    /** Whether no character needs an escape. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
