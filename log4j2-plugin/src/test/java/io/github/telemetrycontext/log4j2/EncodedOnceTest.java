package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;

/** The JSON that a context keeps, against the JSON of the same values in a map that can keep none. */
class EncodedOnceTest {

    private static final String[] TEMPLATES = {
        "{'f': {'$resolver': 'telemetryContext', 'flatten': true}}",
        "{'a': 1, 'f': {'$resolver': 'telemetryContext', 'flatten': {'prefix': '_'}}, 'z': 2}",
        "{'a': {'$resolver': 'telemetryContext', 'select': 'all'}, 'f': {'$resolver': 'telemetryContext'}}",
        "{'r': {'$resolver': 'telemetryContext', 'select': 'rest'}, 's':"
                + " {'$resolver': 'telemetryContext', 'field': 'session_id'}, 'f': {'$resolver': 'telemetryContext'}}",
    };

    @Property(tries = 500)
    void isTheSameToTheLastCharacter(
            @ForAll("contexts") TelemetryContext context,
            @ForAll @IntRange(min = 1, max = 40) int maxStringLength,
            @ForAll @IntRange(max = 3) int template) {
        JsonTemplateLayout layout = layout(TEMPLATES[template], maxStringLength);
        StringMap kept = ContextFields.of(context);
        String expected = layout.toSerializable(event(new SortedArrayStringMap(kept)));
        assertThat(layout.toSerializable(event(kept))).isEqualTo(expected);
        assertThat(layout.toSerializable(event(kept))).isEqualTo(expected);
    }

    @Property(tries = 100)
    void layoutsOfAllKindsTakeTurnsWithOneContext(@ForAll("contexts") TelemetryContext context) {
        StringMap kept = ContextFields.of(context);
        for (int maxStringLength : new int[] {1000, 3, 20}) {
            for (String template : TEMPLATES) {
                JsonTemplateLayout layout = layout(template, maxStringLength);
                assertThat(layout.toSerializable(event(kept)))
                        .isEqualTo(layout.toSerializable(event(new SortedArrayStringMap(kept))));
            }
        }
    }

    @Property(tries = 500)
    void isTheSameBesideEntriesOfOthers(
            @ForAll("contexts") TelemetryContext context,
            @ForAll("entries") Map<String, String> first,
            @ForAll("entries") Map<String, String> second,
            @ForAll @IntRange(max = 3) int template) {
        JsonTemplateLayout layout = layout(TEMPLATES[template], 40);
        // As it is after the first event, so that the fields are not written anew.
        layout.toSerializable(event(ContextFields.of(context)));

        MergedData merged = new MergedData(ContextFields.of(context));
        first.forEach(merged::putValue);
        assertThat(layout.toSerializable(event(merged)))
                .isEqualTo(layout.toSerializable(event(new SortedArrayStringMap(merged))));

        merged.putAll(new SortedArrayStringMap(second));
        first.keySet().forEach(merged::remove);
        assertThat(layout.toSerializable(event(merged)))
                .isEqualTo(layout.toSerializable(event(new SortedArrayStringMap(merged))));
    }

    @Provide
    Arbitrary<Map<String, String>> entries() {
        return RandomData.entries();
    }

    @Provide
    Arbitrary<TelemetryContext> contexts() {
        return RandomData.contexts();
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
