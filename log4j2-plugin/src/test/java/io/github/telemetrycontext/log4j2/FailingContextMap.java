package io.github.telemetrycontext.log4j2;

import java.util.Map;
import org.apache.logging.log4j.spi.ThreadContextMap;
import org.jspecify.annotations.Nullable;

/** A context map that fails if it is asked for a key. */
public final class FailingContextMap implements ThreadContextMap {

    @Override
    public boolean containsKey(String key) {
        throw new IllegalStateException("containsKey");
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    @Override
    public void clear() {}

    @Override
    public @Nullable String get(String key) {
        return null;
    }

    @Override
    public Map<String, String> getCopy() {
        return Map.of();
    }

    @Override
    public @Nullable Map<String, String> getImmutableMapOrNull() {
        return null;
    }

    @Override
    public void put(String key, String value) {}

    @Override
    public void remove(String key) {}
}
