package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext.Scope;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Looks into {@code Thread.threadLocals} and {@code Thread.inheritableThreadLocals}, which the build opens to it. */
class NothingLeftBehindTest implements LeavesNoContext {

    @Test
    void afterTheOutermostScopeTheThreadHoldsNoValueOfOurs() throws Exception {
        TelemetryContext context =
                TelemetryContext.builder().sessionId("s").samplingIteration(1).build();
        try (Scope outer = context.makeCurrent()) {
            assertThat(outer).isNotNull();
            context.toBuilder()
                    .modelId("m")
                    .run(() -> TelemetryContext.current().toStringMap());
            assertThat(ours()).as("the control: inside a scope there is one").hasSize(1);
        }
        assertThat(ours()).isEmpty();
    }

    /** The values of thread locals of this thread whose class is of this library. */
    private static List<Object> ours() throws ReflectiveOperationException {
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
