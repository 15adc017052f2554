package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** All frameworks and layouts write the same fields for the same events. */
class FrameworksAgreeTest {

    /** Logback has more events, because only SLF4J has key-value pairs. */
    private static final int COMMON_EVENTS = 10;

    static Stream<Arguments> jsonLayouts() {
        return ScriptRun.all().filter(pair -> !Framework.PLAIN_TEXT.equals(pair.get()[1]));
    }

    static Stream<Arguments> typedLayouts() {
        return Stream.of("logstash", "ecs", "gelf", "gcp", "json", "stock-logstash")
                .map(layout ->
                        arguments(Framework.LOG4J2, layout, layout.equals("gelf") ? "short_message" : "message"));
    }

    private static List<Map<String, JsonNode>> fields(Framework framework, String layout) {
        Fields fields = Fields.of(framework, layout);
        return ScriptRun.jsonOf(framework, layout).stream()
                .limit(COMMON_EVENTS)
                .map(fields::in)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("typedLayouts")
    void typedLayoutsWriteSameMessagesKeysAndValuesInSameOrder(Framework framework, String layout, String messageKey) {
        List<ObjectNode> log4j2 = ScriptRun.jsonOf(framework, layout);
        List<ObjectNode> logback = ScriptRun.jsonOf(Framework.LOGBACK, "logstash");
        for (int i = 0; i < COMMON_EVENTS; i++) {
            assertThat(log4j2.get(i).get(messageKey)).isEqualTo(logback.get(i).get("message"));
            Map<String, JsonNode> ofLog4j2 = Fields.of(framework, layout).in(log4j2.get(i));
            Map<String, JsonNode> ofLogback =
                    Fields.of(Framework.LOGBACK, "logstash").in(logback.get(i));
            assertThat(List.copyOf(ofLog4j2.entrySet()))
                    .as(log4j2.get(i).toString())
                    .isEqualTo(List.copyOf(ofLogback.entrySet()));
        }
    }

    @ParameterizedTest
    @MethodSource("jsonLayouts")
    void everyJsonLayoutHasSameFieldsAsText(Framework framework, String layout) {
        assertThat(texts(fields(framework, layout))).isEqualTo(texts(fields(Framework.LOG4J2, "logstash")));
    }

    @Test
    void onlyTwoEventsHaveNoFields() {
        assertThat(fields(Framework.LOGBACK, "logstash"))
                .hasSize(COMMON_EVENTS)
                .filteredOn(Map::isEmpty)
                .hasSize(2);
    }

    private static List<Map<String, String>> texts(List<Map<String, JsonNode>> events) {
        return events.stream()
                .map(event -> {
                    Map<String, String> texts = new LinkedHashMap<>();
                    event.forEach((key, value) -> texts.put(key, value.asString()));
                    return texts;
                })
                .toList();
    }
}
