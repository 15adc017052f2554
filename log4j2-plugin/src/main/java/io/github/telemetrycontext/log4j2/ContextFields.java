package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextView;
import java.util.Map;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a context as the context data of events: frozen, and one for all events of the context. It keeps the JSON
 * into which a layout has turned it, so that the next event need not escape the same values again.
 */
final class ContextFields extends SortedArrayStringMap {

    static final ContextFields NONE = new ContextFields(Map.of());

    private static final long serialVersionUID = 1L;
    private final transient int longestValue;
    private transient volatile @Nullable Encoded encoded;

    private ContextFields(Map<String, String> fields) {
        // No more than there can be: Log4j copies this number along, see RATIONALE.md.
        super(EventFields.KEYS.length);
        fields.forEach(this::putValue);
        freeze();
        longestValue = fields.values().stream().mapToInt(String::length).max().orElse(0);
    }

    static ContextFields of(TelemetryContext context) {
        return context.isEmpty() ? NONE : context.view(View.OF_CONTEXT);
    }

    /** The fields that the data of an event has unchanged from a context, if it is known; otherwise null. */
    static @Nullable ContextFields in(ReadOnlyStringMap data) {
        if (data instanceof ContextFields own) {
            return own;
        }
        return data instanceof MergedData merged ? merged.fields() : null;
    }

    int longestValue() {
        return longestValue;
    }

    /** What {@link #keepJson} was given for this prefix, or null. */
    @Nullable String json(String prefix) {
        for (Encoded known = encoded; known != null; known = known.next) {
            if (known.prefix.equals(prefix)) {
                return known.json;
            }
        }
        return null;
    }

    /**
     * Keeps the fields as the entries of a JSON object.
     *
     * @param prefix what stands before each key
     * @param json without braces, with no value cut
     */
    synchronized void keepJson(String prefix, String json) {
        if (json(prefix) == null) {
            encoded = new Encoded(prefix, json, encoded);
        }
    }

    private Object writeReplace() {
        return plain(this);
    }

    /** What travels in place of a map of ours, since events may be sent to where its class is unknown. */
    static SortedArrayStringMap plain(SortedArrayStringMap map) {
        SortedArrayStringMap plain = new SortedArrayStringMap(map);
        if (map.isFrozen()) {
            plain.freeze();
        }
        return plain;
    }

    /** Apart, because the rest works without the core. */
    private static final class View {

        static final ContextView<ContextFields> OF_CONTEXT =
                new ContextView<>(context -> new ContextFields(context.toStringMap()));
    }

    private record Encoded(
            String prefix, String json, @Nullable Encoded next) {}
}
