package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextView;
import java.util.Map;
import org.apache.logging.log4j.util.BiConsumer;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.apache.logging.log4j.util.TriConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a context as the context data of events: frozen, and one for all events of the context. Most contexts live for a
 * few events, and our resolver reads the values themselves. For other readers there is a map of Log4j's, made for the first of
 * them. From the second event on it keeps the JSON into which a layout has turned it.
 */
final class ContextFields implements StringMap {

    static final ContextFields NONE = new ContextFields(null, null, null, null);

    private static final long serialVersionUID = 1L;

    private final @Nullable String sessionId;
    private final @Nullable String requestId;
    private final @Nullable String modelId;
    private final @Nullable Integer iteration;

    /** Threads may make it twice. */
    private transient volatile @Nullable SortedArrayStringMap entries;

    /** Whether a layout has written the fields. Threads may miss it and escape the values once more. */
    private transient boolean written;

    private transient volatile @Nullable Encoded encoded;

    private ContextFields(
            @Nullable String sessionId,
            @Nullable String requestId,
            @Nullable String modelId,
            @Nullable Integer iteration) {
        this.sessionId = sessionId;
        this.requestId = requestId;
        this.modelId = modelId;
        this.iteration = iteration;
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

    /** The value at a position of {@link EventFields#KEYS}: a string, an integer for the iteration, or null. */
    @Nullable Object typed(int field) {
        return switch (field) {
            case 0 -> sessionId;
            case 1 -> requestId;
            case 2 -> modelId;
            default -> iteration;
        };
    }

    /** The fields as strings, with room for one more entry in a copy. Frozen. */
    SortedArrayStringMap entries() {
        SortedArrayStringMap map = entries;
        if (map == null) {
            map = new SortedArrayStringMap(size() + 1);
            for (int field = 0; field < EventFields.KEYS.length; field++) {
                Object value = typed(field);
                if (value != null) {
                    map.putValue(EventFields.KEYS[field], value.toString());
                }
            }
            map.freeze();
            entries = map;
        }
        return map;
    }

    /** The length of the longest string. */
    int longestValue() {
        return Math.max(length(sessionId), Math.max(length(requestId), length(modelId)));
    }

    private static int length(@Nullable String value) {
        return value == null ? 0 : value.length();
    }

    /** Whether a layout has written the fields before. */
    boolean markWritten() {
        boolean again = written;
        if (!again) {
            written = true;
        }
        return again;
    }

    /** What {@link #keepJson} was given for this form, or null. */
    @Nullable String json(String form) {
        for (Encoded known = encoded; known != null; known = known.next) {
            if (known.form.equals(form)) {
                return known.json;
            }
        }
        return null;
    }

    /**
     * Keeps the fields as the entries of a JSON object.
     *
     * @param form all that makes a difference between layouts
     * @param json without braces, with no value cut
     */
    synchronized void keepJson(String form, String json) {
        if (json(form) == null) {
            encoded = new Encoded(form, json, encoded);
        }
    }

    @Override
    public boolean isEmpty() {
        return sessionId == null && requestId == null && modelId == null && iteration == null;
    }

    @Override
    public int size() {
        int size = 0;
        for (int field = 0; field < EventFields.KEYS.length; field++) {
            if (typed(field) != null) {
                size++;
            }
        }
        return size;
    }

    @Override
    public boolean containsKey(String key) {
        return entries().containsKey(key);
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the reader names the type, as with Log4j's maps
    public <V> @Nullable V getValue(String key) {
        return entries().getValue(key);
    }

    @Override
    public <V> void forEach(BiConsumer<String, ? super V> action) {
        entries().forEach(action);
    }

    @Override
    public <V, S> void forEach(TriConsumer<String, ? super V, S> action, S state) {
        entries().forEach(action, state);
    }

    @Override
    public Map<String, String> toMap() {
        return entries().toMap();
    }

    @Override
    public void freeze() {}

    @Override
    public boolean isFrozen() {
        return true;
    }

    @Override
    public void clear() {
        entries().clear();
    }

    @Override
    public void putAll(ReadOnlyStringMap source) {
        if (source != this) {
            entries().putAll(source);
        }
    }

    @Override
    public void putValue(String key, @Nullable Object value) {
        entries().putValue(key, value);
    }

    @Override
    public void remove(String key) {
        entries().remove(key);
    }

    /** As the maps of Log4j since 2.25 compare themselves. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof ReadOnlyStringMap map && toMap().equals(map.toMap()));
    }

    @Override
    public int hashCode() {
        return toMap().hashCode();
    }

    @Override
    public String toString() {
        return entries().toString();
    }

    private Object writeReplace() {
        return plain(entries());
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

        static final ContextView<ContextFields> OF_CONTEXT = new ContextView<>(context -> new ContextFields(
                context.sessionId(), context.requestId(), context.modelId(), context.samplingIteration()));
    }

    private record Encoded(
            String form, String json, @Nullable Encoded next) {}
}
