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
 * The fields of a context as the context data of its events. Frozen and thread-safe: all events of the context share
 * one instance.
 *
 * <p>Our resolver reads the values directly. Other readers get a map of Log4j, which is made for the first of them.
 * From the second event on, the instance also keeps the JSON of the fields. Most contexts have few events, so neither
 * is made in advance.
 */
final class ContextFields implements StringMap {

    static final ContextFields NONE = new ContextFields(null, null, null, null);

    private static final long serialVersionUID = 1L;

    private final @Nullable String sessionId;
    private final @Nullable String requestId;
    private final @Nullable String modelId;
    private final @Nullable Integer iteration;

    /** Made on first access. Threads may make it twice. */
    private transient volatile @Nullable SortedArrayStringMap entries;

    /** Whether a layout has written the fields. A thread that reads an old value escapes the values once more. */
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

    /** Returns the fields of a context that the event's data contains unchanged, or null if that is unknown. */
    static @Nullable ContextFields in(ReadOnlyStringMap data) {
        if (data instanceof ContextFields own) {
            return own;
        }
        return data instanceof MergedData merged ? merged.fields() : null;
    }

    /**
     * Returns the value at a position of {@link EventFields#KEYS}: a string, an integer for the iteration, or null.
     */
    @Nullable Object typed(int field) {
        return switch (field) {
            case 0 -> sessionId;
            case 1 -> requestId;
            case 2 -> modelId;
            default -> iteration;
        };
    }

    /** Returns the fields as strings in a frozen map. A copy of the map has room for one more entry. */
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

    /** Returns the length of the longest string. */
    int longestValue() {
        return Math.max(length(sessionId), Math.max(length(requestId), length(modelId)));
    }

    private static int length(@Nullable String value) {
        return value == null ? 0 : value.length();
    }

    /** Returns whether a layout has written the fields before, and records that one writes them now. */
    boolean markWritten() {
        boolean again = written;
        if (!again) {
            written = true;
        }
        return again;
    }

    /** Returns the JSON that {@link #keepJson} was given for this form, or null. */
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
     * @param form the same for all layouts that write the same JSON, see {@link ResolverOptions#form}
     * @param json the entries without braces, with complete values
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
    @SuppressWarnings("TypeParameterUnusedInFormals") // the caller chooses the type, as with Log4j's maps
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

    /** Compares entries, as the maps of Log4j 2.25 and later do. */
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

    /** Returns a map of Log4j to serialize instead of ours. The receiver of an event may not have our classes. */
    static SortedArrayStringMap plain(SortedArrayStringMap map) {
        SortedArrayStringMap plain = new SortedArrayStringMap(map);
        if (map.isFrozen()) {
            plain.freeze();
        }
        return plain;
    }

    /** A separate class, because the outer class must load without telemetry-context-core. */
    private static final class View {

        static final ContextView<ContextFields> OF_CONTEXT = new ContextView<>(context -> new ContextFields(
                context.sessionId(), context.requestId(), context.modelId(), context.samplingIteration()));
    }

    private record Encoded(
            String form, String json, @Nullable Encoded next) {}
}
