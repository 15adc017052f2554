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
 * The MDC of an event: an unmodifiable view of a map in field order. It is serialized as a {@link HashMap}, because the
 * receivers of Logback 1.6.3 refuse an event whose MDC is a {@code LinkedHashMap} or a class of this library.
 */
final class EventMap extends AbstractMap<String, @Nullable String> implements Serializable {

    private static final long serialVersionUID = 1L;

    private final transient Map<String, ? extends @Nullable String> entries;
    private final transient Entries entrySet;

    /** The given map must not change any more. */
    EventMap(Map<String, ? extends @Nullable String> entries) {
        this.entries = entries;
        this.entrySet = new Entries(entries);
    }

    @Override
    public int size() {
        return entrySet.size();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return entries.containsKey(key);
    }

    @Override
    public @Nullable String get(@Nullable Object key) {
        return entries.get(key);
    }

    @Override
    public Set<Map.Entry<String, @Nullable String>> entrySet() {
        return entrySet;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super @Nullable String> action) {
        entries.forEach(action);
    }

    private Object writeReplace() {
        return new HashMap<>(this);
    }

    /** Made once: an unmodifiable map of the JDK wraps its entries anew for each layout that writes them. */
    private static final class Entries extends AbstractSet<Map.Entry<String, @Nullable String>> {

        private final List<Map.Entry<String, @Nullable String>> inOrder;

        @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type can't be made
        Entries(Map<String, ? extends @Nullable String> map) {
            Map.Entry[] entries = new Map.Entry[map.size()];
            int i = 0;
            for (Map.Entry<String, ? extends @Nullable String> entry : map.entrySet()) {
                entries[i++] = new SimpleImmutableEntry<>(entry);
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
