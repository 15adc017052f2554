package io.github.telemetrycontext.logback;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.spi.ContextView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a context as text. A context keeps them for all its events. A field is known by its position in {@link
 * TelemetryField}. A set of fields is an {@code int} with a bit for each position. Thread-safe.
 */
final class ContextFields {

    static final int COUNT = TelemetryField.values().length;

    static final int ALL = (1 << COUNT) - 1;

    /** The position of the iteration. The other fields are strings. */
    static final int ITERATION = 3;

    private static final String[] KEYS =
            Arrays.stream(TelemetryField.values()).map(TelemetryField::key).toArray(String[]::new);

    private static final ContextView<ContextFields> VIEW = new ContextView<>(ContextFields::new);

    private final @Nullable String[] texts = new String[COUNT];
    private final int present;

    /** The map of the last event. Threads may replace it in turns, which costs each of them another map. */
    private @Nullable EventMap last;

    private boolean isWritten;

    private @Nullable Object json;

    private ContextFields(TelemetryContext context) {
        texts[0] = encodable(context.sessionId());
        texts[1] = encodable(context.requestId());
        texts[2] = encodable(context.modelId());
        Integer iteration = context.samplingIteration();
        texts[ITERATION] = iteration == null ? null : iteration.toString();
        int set = 0;
        for (int field = 0; field < texts.length; field++) {
            set |= texts[field] == null ? 0 : 1 << field;
        }
        present = set;
    }

    static ContextFields of(TelemetryContext context) {
        return context.view(VIEW);
    }

    /** Returns the position of the field with this key, or -1. */
    static int indexOf(@Nullable Object key) {
        for (int field = 0; field < KEYS.length; field++) {
            if (KEYS[field].equals(key)) {
                return field;
            }
        }
        return -1;
    }

    static String key(int field) {
        return KEYS[field];
    }

    /** Returns the value, or null if the field is absent. */
    @Nullable String text(int field) {
        return texts[field];
    }

    /** Returns the fields that are set. */
    int present() {
        return present;
    }

    /**
     * Returns the map of an event.
     *
     * @param without fields that the event must not get
     * @param mdc the entries of the MDC
     * @param isSnapshot whether the entries never change
     */
    EventMap map(int without, @Nullable Map<String, @Nullable String> mdc, boolean isSnapshot) {
        Map<String, @Nullable String> entries = mdc == null ? Collections.emptyMap() : mdc;
        if (without != 0 || !isSnapshot) {
            return new EventMap(
                    this,
                    present & ~without,
                    isSnapshot ? entries : Collections.unmodifiableMap(new LinkedHashMap<>(entries)));
        }
        EventMap known = last;
        if (known == null || !known.isWith(entries)) {
            known = new EventMap(this, present, entries);
            last = known;
        }
        return known;
    }

    /** Returns whether an encoder has asked before. Most contexts have few events, for which no JSON is worth keeping. */
    boolean markWritten() {
        boolean before = isWritten;
        isWritten = true;
        return before;
    }

    /** Returns the value that {@link #keepJson} has kept, or null. */
    @Nullable Object json() {
        return json;
    }

    /** Keeps the encoded fields. Threads may replace each other's value, so it must be immutable. */
    void keepJson(Object encoded) {
        json = encoded;
    }

    /** Replaces each half of a surrogate pair by a question mark. Jackson would escape it, and some parsers refuse such a line. */
    private static @Nullable String encodable(@Nullable String text) {
        if (text != null) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isSurrogate(text.charAt(i))) {
                    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
                }
            }
        }
        return text;
    }
}
