package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.spi.InboundText;
import org.apache.logging.log4j.layout.template.json.util.JsonWriter;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The four fields in the context data of an event. The values are text, and the application itself may have set them.
 */
final class EventFields {

    /**
     * The keys of all {@code TelemetryField}s, in their order. Literals, because events are written even without
     * telemetry-context-core.
     */
    static final String[] KEYS = {"session_id", "request_id", "model_id", "sampling_iteration"};

    static final String ITERATION_KEY = KEYS[3];

    /** The position of the iteration in {@link #KEYS}. */
    private static final int ITERATION = 3;

    private EventFields() {}

    static boolean isKey(@Nullable String key) {
        return indexOf(key) >= 0;
    }

    /** Returns the position of a key in {@link #KEYS}, or -1 if it is not one of them. */
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

    /** Returns the value in the event, or null if absent. The iteration of a context is an integer. */
    static @Nullable Object rawValueOf(int field, ReadOnlyStringMap data) {
        return data instanceof ContextFields own ? own.typed(field) : data.getValue(KEYS[field]);
    }

    /** Returns the value as a string or an integer. Returns null if it is absent or cannot be turned into text. */
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

    /** Returns whether a value of this type can come from a context. */
    static boolean isOfContext(int field, Object value) {
        return value instanceof String || (field == ITERATION && value instanceof Integer);
    }

    /**
     * Writes the value of a field with the type of the field. An iteration that is not an integer stays a string. Only
     * the application itself can set such a value.
     *
     * @param typed whether to write an iteration as a number
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
            // Faster than the writer, which appends character by character.
            text.append('"').append(string).append('"');
        } else {
            json.writeString(string);
        }
    }

    /** Returns whether no character needs an escape. */
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
