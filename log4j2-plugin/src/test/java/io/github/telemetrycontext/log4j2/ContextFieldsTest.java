package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.telemetrycontext.TelemetryContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the map of a context with a frozen map of Log4j that has the same entries. */
class ContextFieldsTest {

    private static final TelemetryContext CONTEXT =
            TelemetryContext.builder().sessionId("s-1").samplingIteration(3).build();

    private static SortedArrayStringMap log4j(Map<String, String> entries) {
        SortedArrayStringMap map = new SortedArrayStringMap();
        entries.forEach(map::putValue);
        map.freeze();
        return map;
    }

    private static List<@Nullable Object> read(StringMap map) {
        List<@Nullable Object> read = new ArrayList<>();
        map.forEach((key, value) -> read.add(key + "=" + value));
        map.forEach((key, value, list) -> list.add(key + "=" + value), read);
        for (String key : RandomData.KEYS) {
            read.add(map.containsKey(key));
            read.add(map.<Object>getValue(key));
        }
        read.addAll(List.of(map.size(), map.isEmpty(), map.isFrozen(), map.toMap(), map.toString()));
        return read;
    }

    @Test
    void readsLikeFrozenLog4jMap() {
        RandomData.forSeeds(300, data -> {
            TelemetryContext context = data.context();
            ContextFields fields = ContextFields.of(context);
            SortedArrayStringMap expected = log4j(context.toStringMap());
            assertThat(read(fields)).isEqualTo(read(expected));
            assertThat(read(new SortedArrayStringMap(fields))).isEqualTo(read(new SortedArrayStringMap(expected)));

            SortedArrayStringMap more = new SortedArrayStringMap(data.entries());
            SortedArrayStringMap moreOfLog4j = new SortedArrayStringMap(more);
            more.putAll(fields);
            moreOfLog4j.putAll(expected);
            assertThat(read(more)).isEqualTo(read(moreOfLog4j));
        });
    }

    @Test
    @SuppressWarnings("NullAway") // Log4j's maps take a null key
    void hasNoNullKey() {
        assertThat(ContextFields.of(CONTEXT).containsKey(null)).isFalse();
        assertThat(ContextFields.of(CONTEXT).<Object>getValue(null)).isNull();
    }

    @Test
    void rejectsChangesLikeFrozenLog4jMap() {
        RandomData.forSeeds(100, data -> {
            TelemetryContext context = data.context();
            String key = data.oneOf(RandomData.KEYS);
            StringMap other = new SortedArrayStringMap(data.entries());
            List<Consumer<StringMap>> changes = List.of(
                    StringMap::clear,
                    StringMap::freeze,
                    map -> map.remove(key),
                    map -> map.putValue(key, "any"),
                    map -> map.putAll(other),
                    map -> map.putAll(map));
            for (Consumer<StringMap> change : changes) {
                StringMap fields = ContextFields.of(context);
                assertThat(failure(change, fields)).isEqualTo(failure(change, log4j(context.toStringMap())));
                assertThat(fields.toMap()).isEqualTo(context.toStringMap());
            }
        });
    }

    private static @Nullable Class<?> failure(Consumer<StringMap> change, StringMap map) {
        Throwable failure = catchThrowable(() -> change.accept(map));
        return failure == null ? null : failure.getClass();
    }

    @Test
    @Tag("log4j-2.25")
    void equalsMapsWithTheSameEntries() {
        RandomData.forSeeds(100, data -> {
            ContextFields fields = ContextFields.of(data.context());
            SortedArrayStringMap same = log4j(fields.toMap());
            assertThat(fields).isEqualTo(same).hasSameHashCodeAs(same);
            assertThat(same).isEqualTo(fields);
            SortedArrayStringMap other = log4j(data.context().toStringMap());
            assertThat(fields.equals(other)).isEqualTo(same.equals(other));
        });
        assertThat(ContextFields.of(CONTEXT)).isNotEqualTo(CONTEXT.toStringMap());
    }

    @Test
    void deserializesAsLog4jMap() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(ContextFields.of(CONTEXT));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject())
                    .isExactlyInstanceOf(SortedArrayStringMap.class)
                    .isEqualTo(log4j(CONTEXT.toStringMap()));
        }
    }
}
