package io.github.telemetrycontext.log4j2;

import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.logging.log4j.spi.CopyOnWrite;
import org.apache.logging.log4j.spi.ReadOnlyThreadContextMap;
import org.apache.logging.log4j.spi.ThreadContextMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/**
 * A context map that returns its internal map and copies it before each change. Log4j has an injector for such maps, but
 * has had no such map since 2.24.
 */
@SuppressWarnings("deprecation") // Log4j still chooses the injector by CopyOnWrite
public final class CopyOnWriteContextMap implements ThreadContextMap, ReadOnlyThreadContextMap, CopyOnWrite {

    private static final StringMap EMPTY = new SortedArrayStringMap();

    static {
        EMPTY.freeze();
    }

    private final ThreadLocal<StringMap> current = ThreadLocal.withInitial(() -> EMPTY);

    @Override
    public void put(String key, String value) {
        change(map -> map.putValue(key, value));
    }

    @Override
    public void remove(String key) {
        change(map -> map.remove(key));
    }

    private void change(Consumer<StringMap> change) {
        StringMap copy = new SortedArrayStringMap(current.get());
        change.accept(copy);
        copy.freeze();
        current.set(copy);
    }

    @Override
    public void clear() {
        current.remove();
    }

    @Override
    public @Nullable String get(String key) {
        return current.get().getValue(key);
    }

    @Override
    public boolean containsKey(String key) {
        return current.get().containsKey(key);
    }

    @Override
    public boolean isEmpty() {
        return current.get().isEmpty();
    }

    @Override
    public Map<String, String> getCopy() {
        return current.get().toMap();
    }

    @Override
    public @Nullable Map<String, String> getImmutableMapOrNull() {
        return isEmpty() ? null : Collections.unmodifiableMap(getCopy());
    }

    @Override
    public StringMap getReadOnlyContextData() {
        return current.get();
    }
}
