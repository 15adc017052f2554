package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.Test;

/** Compares the JSON that a context caches with the JSON of the same values in a map without a cache. */
class CachedJsonTest {

    private static final List<String> TEMPLATES = List.of(
            "{'f': {'$resolver': 'telemetryContext', 'flatten': true}}",
            "{'a': 1, 'f': {'$resolver': 'telemetryContext', 'flatten': {'prefix': '_'}}, 'z': 2}",
            "{'a': {'$resolver': 'telemetryContext', 'select': 'all'}, 'f': {'$resolver': 'telemetryContext'}}",
            "{'r': {'$resolver': 'telemetryContext', 'select': 'rest'}, 's':"
                    + " {'$resolver': 'telemetryContext', 'field': 'session_id'}, 'f': {'$resolver': 'telemetryContext'}}");

    @Test
    void cachedJsonEqualsEncodedJson() {
        RandomData.forSeeds(500, CachedJsonTest::checkOneLayout);
    }

    private static void checkOneLayout(RandomData data) {
        JsonTemplateLayout layout = layout(data.oneOf(TEMPLATES), 1 + data.upTo(39));
        StringMap kept = ContextFields.of(data.context());
        String expected = layout.toSerializable(event(new SortedArrayStringMap(kept)));
        for (int event = 0; event < 4; event++) {
            assertThat(layout.toSerializable(event(kept))).isEqualTo(expected);
        }
    }

    @Test
    void cachesJsonFromSecondEventOn() {
        JsonTemplateLayout layout = layout(TEMPLATES.get(0), 100);
        ContextFields fields =
                ContextFields.of(TelemetryContext.builder().sessionId("s-1").build());
        layout.toSerializable(event(fields));
        assertThat(fields.json("number ")).isNull();
        layout.toSerializable(event(fields));
        assertThat(fields.json("number ")).isEqualTo("\"session_id\":\"s-1\"");
    }

    @Test
    void differentLayoutsShareOneContext() {
        RandomData.forSeeds(100, CachedJsonTest::checkAllLayouts);
    }

    private static void checkAllLayouts(RandomData data) {
        StringMap kept = ContextFields.of(data.context());
        for (int maxStringLength : new int[] {1000, 3, 20}) {
            for (String template : TEMPLATES) {
                JsonTemplateLayout layout = layout(template, maxStringLength);
                assertThat(layout.toSerializable(event(kept)))
                        .isEqualTo(layout.toSerializable(event(new SortedArrayStringMap(kept))));
            }
        }
    }

    @Test
    void cachedJsonEqualsEncodedJsonWithOtherEntries() {
        RandomData.forSeeds(500, CachedJsonTest::checkMerged);
    }

    private static void checkMerged(RandomData data) {
        TelemetryContext context = data.context();
        Map<String, String> first = data.entries();
        JsonTemplateLayout layout = layout(data.oneOf(TEMPLATES), 40);
        // Logs two events first, so that the JSON of the fields is cached.
        layout.toSerializable(event(ContextFields.of(context)));
        layout.toSerializable(event(ContextFields.of(context)));

        MergedData merged = new MergedData(ContextFields.of(context));
        first.forEach(merged::putValue);
        assertThat(layout.toSerializable(event(merged)))
                .isEqualTo(layout.toSerializable(event(new SortedArrayStringMap(merged))));

        merged.putAll(new SortedArrayStringMap(data.entries()));
        first.keySet().forEach(merged::remove);
        assertThat(layout.toSerializable(event(merged)))
                .isEqualTo(layout.toSerializable(event(new SortedArrayStringMap(merged))));
    }

    private static JsonTemplateLayout layout(String template, int maxStringLength) {
        return JsonTemplateLayout.newBuilder()
                .setConfiguration(new DefaultConfiguration())
                .setEventTemplate(template.replace('\'', '"'))
                .setMaxStringLength(maxStringLength)
                .setTruncatedStringSuffix("~")
                .build();
    }

    private static LogEvent event(StringMap data) {
        return Log4jLogEvent.newBuilder()
                .setMessage(new SimpleMessage("line"))
                .setContextData(data)
                .build();
    }
}
