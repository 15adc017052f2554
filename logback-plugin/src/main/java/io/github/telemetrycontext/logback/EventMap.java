package io.github.telemetrycontext.logback;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The MDC of an event: the fields of a context, then the entries of the application. A value of the application takes
 * precedence over the field with its key, a null value does not. The map is serialized as a {@link HashMap}. The
 * receivers of Logback 1.6.3 refuse an event whose MDC is a {@code LinkedHashMap} or a class of this library.
 *
 * <p>The map copies nothing, because many events need a new map: tracers change the MDC for each span.
 */
final class EventMap extends AbstractMap<String, @Nullable String> implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient ContextFields fields;

    /** The fields whose values come from the context. */
    private final transient int fromContext;

    /** The fields whose values come from the MDC. */
    private final transient int fromMdc;

    private final transient Map<String, @Nullable String> mdc;

    private transient @Nullable Entries entrySet;

    /** The given map must not change any more. */
    EventMap(ContextFields fields, int shown, Map<String, @Nullable String> mdc) {
        this.fields = fields;
        this.mdc = mdc;
        int taken = 0;
        if (!mdc.isEmpty()) {
            for (int field = 0; field < ContextFields.COUNT; field++) {
                taken |= mdc.get(ContextFields.key(field)) == null ? 0 : 1 << field;
            }
        }
        this.fromMdc = taken;
        this.fromContext = shown & ~taken;
    }

    @SuppressWarnings("ReferenceEquality") // a snapshot is known by its identity
    boolean isWith(Map<String, @Nullable String> entries) {
        return mdc == entries;
    }

    /** Returns the fields if the map shows all of them and no other values for their keys, otherwise null. */
    @Nullable ContextFields allFields() {
        return fromContext == fields.present() && fromMdc == 0 ? fields : null;
    }

    /** Returns the entries of the application. */
    Map<String, @Nullable String> mdc() {
        return mdc;
    }

    private @Nullable String value(int field) {
        if ((fromContext >> field & 1) != 0) {
            return fields.text(field);
        }
        return (fromMdc >> field & 1) != 0 ? mdc.get(ContextFields.key(field)) : null;
    }

    @Override
    public boolean isEmpty() {
        return (fromContext | fromMdc) == 0 && size() == 0;
    }

    @Override
    public int size() {
        int size = Integer.bitCount(fromContext | fromMdc);
        for (String key : mdc.keySet()) {
            size += ContextFields.indexOf(key) < 0 ? 1 : 0;
        }
        return size;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        int field = ContextFields.indexOf(key);
        return field < 0 ? mdc.containsKey(key) : value(field) != null;
    }

    @Override
    public @Nullable String get(@Nullable Object key) {
        int field = ContextFields.indexOf(key);
        return field < 0 ? mdc.get(key) : value(field);
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super @Nullable String> action) {
        for (int field = 0; field < ContextFields.COUNT; field++) {
            String value = value(field);
            if (value != null) {
                action.accept(ContextFields.key(field), value);
            }
        }
        if (!mdc.isEmpty()) {
            mdc.forEach((key, value) -> {
                if (ContextFields.indexOf(key) < 0) {
                    action.accept(key, value);
                }
            });
        }
    }

    @Override
    public Set<Map.Entry<String, @Nullable String>> entrySet() {
        Entries known = entrySet;
        if (known == null) {
            known = new Entries(this);
            entrySet = known;
        }
        return known;
    }

    private Object writeReplace() {
        return new HashMap<>(this);
    }

    /** Made for the first layout that asks, and kept. */
    private static final class Entries extends AbstractSet<Map.Entry<String, @Nullable String>> {

        private final List<Map.Entry<String, @Nullable String>> inOrder;

        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type can't be made
        Entries(EventMap map) {
            Map.Entry[] entries = new Map.Entry[map.size()];
            int size = 0;
            for (int field = 0; field < ContextFields.COUNT; field++) {
                String value = map.value(field);
                if (value != null) {
                    entries[size++] = new SimpleImmutableEntry<>(ContextFields.key(field), value);
                }
            }
            if (size < entries.length) {
                for (Map.Entry<String, @Nullable String> entry : map.mdc.entrySet()) {
                    if (ContextFields.indexOf(entry.getKey()) < 0) {
                        entries[size++] = entry;
                    }
                }
            }
            // The compiler can eliminate the iterator of this list.
            inOrder = Arrays.asList(entries);
        }

        @Override
        public Iterator<Map.Entry<String, @Nullable String>> iterator() {
            return inOrder.iterator();
        }

        @Override
        public int size() {
            return inOrder.size();
        }
    }
}
