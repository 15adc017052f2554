package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Reads the thread local maps of {@link Thread} by reflection. The build opens {@code java.lang} for this test. */
class ThreadLocalCleanupTest implements LeavesNoContext {

    @Test
    void threadHoldsNoLibraryObjectAfterOutermostScope() throws Exception {
        TelemetryContext context =
                TelemetryContext.builder().sessionId("s").samplingIteration(1).build();
        try (Scope outer = context.makeCurrent()) {
            assertThat(outer).isNotNull();
            context.toBuilder()
                    .modelId("m")
                    .run(() -> TelemetryContext.current().toStringMap());
            assertThat(libraryObjects())
                    .as("control: library objects inside a scope")
                    .hasSize(1);
        }
        assertThat(libraryObjects()).isEmpty();
    }

    /** Returns the values of this thread's thread locals whose class belongs to this library. */
    private static List<Object> libraryObjects() throws ReflectiveOperationException {
        List<Object> found = new ArrayList<>();
        for (String name : new String[] {"threadLocals", "inheritableThreadLocals"}) {
            Object map = read(Thread.class, name, Thread.currentThread());
            if (map == null) {
                continue;
            }
            Object table = read(map.getClass(), "table", map);
            assertThat(table).isNotNull();
            for (int i = 0; i < Array.getLength(table); i++) {
                Object entry = Array.get(table, i);
                Object value = entry == null ? null : read(entry.getClass(), "value", entry);
                if (value != null && value.getClass().getName().startsWith("io.github.telemetrycontext.")) {
                    found.add(value);
                }
            }
        }
        return found;
    }

    private static @Nullable Object read(Class<?> type, String name, Object of) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
