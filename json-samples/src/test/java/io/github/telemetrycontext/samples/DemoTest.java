package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DemoTest {

    static final int LINES_PER_FRAMEWORK = 62;
    private static final Pattern USER = Pattern.compile("\\b(alice|bob)\\b");
    private static final Pattern MODEL = Pattern.compile("\\b(granite-4|llama-4)\\b");
    private static final Pattern ANSWER = Pattern.compile("(?i)\\banswer (\\d+)\\b");

    @Test
    void demoDoesNotNeedOpenTelemetry() {
        assertThatThrownBy(() -> Class.forName("io.opentelemetry.context.Context"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @ParameterizedTest
    @CsvSource({"log4j2, 1", "logback, 1", "both, 2", "'', 2"})
    void everyLineIsJsonAndHasIdsOfItsWork(String framework, int frameworks) {
        Result demo = new ForkedJvm().property("framework", framework).run(Demo.class);

        assertThat(demo.err()).isEmpty();
        assertThat(demo.exitValue()).isZero();
        List<JsonNode> events =
                demo.out().stream().map(ScriptRun.JSON::readTree).toList();
        assertThat(events).hasSize(frameworks * LINES_PER_FRAMEWORK);
        for (int i = 0; i < frameworks; i++) {
            assertThatUsersAreNotMixed(events.subList(i * LINES_PER_FRAMEWORK, (i + 1) * LINES_PER_FRAMEWORK));
        }
    }

    static void assertThatUsersAreNotMixed(List<JsonNode> events) {
        Map<String, String> requests = new HashMap<>();
        for (JsonNode event : events) {
            String message = event.get("message").asString();
            Matcher user = USER.matcher(message);
            if (!user.find()) {
                assertThat(message).startsWith("The agent is");
                assertThat(event.propertyNames())
                        .doesNotContain("session_id", "request_id", "model_id", "sampling_iteration");
                continue;
            }
            assertThat(event.get("session_id").asString()).as(message).isEqualTo("s-" + user.group());

            Matcher model = MODEL.matcher(message);
            if (model.find()) {
                assertThat(event.get("model_id").asString()).as(message).isEqualTo(model.group());
            }
            Matcher answer = ANSWER.matcher(message);
            if (answer.find()) {
                assertThat(event.get("sampling_iteration").isInt()).as(message).isTrue();
                assertThat(event.get("sampling_iteration").intValue())
                        .as(message)
                        .isEqualTo(Integer.parseInt(answer.group(1)));
            } else {
                assertThat(event.has("sampling_iteration")).as(message).isFalse();
            }
            if (message.endsWith("hello") || message.endsWith("goodbye")) {
                assertThat(event.has("request_id")).as(message).isFalse();
            } else {
                String request = event.get("request_id").asString();
                String work = event.get("session_id") + " asks " + event.get("model_id");
                assertThat(requests.computeIfAbsent(work, key -> request))
                        .as(message)
                        .matches("[0-9a-f]{32}")
                        .isEqualTo(request);
            }
        }
        assertThat(requests).hasSize(4);
        assertThat(requests.values()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "log4j2, ecs",
        "log4j2, gelf",
        "log4j2, gcp",
        "log4j2, json",
        "log4j2, stock-logstash",
        "log4j2, stock-ecs",
        "log4j2, elastic",
        "logback, composite",
        "logback, json",
        "logback, ecs",
        "both, ecs"
    })
    void propertyChoosesLayout(String framework, String layout) {
        Result demo = new ForkedJvm()
                .property("framework", framework)
                .property("layout", layout)
                .run(Demo.class);

        assertThat(demo.err()).isEmpty();
        assertThat(demo.exitValue()).isZero();
        assertThat(demo.out())
                .hasSizeGreaterThanOrEqualTo(LINES_PER_FRAMEWORK)
                .allSatisfy(line ->
                        assertThat(ScriptRun.JSON.readTree(line).isObject()).isTrue());
    }

    @Test
    void unknownFrameworkPrintsOneLineWithValidValues() {
        Result demo = new ForkedJvm().property("framework", "jul").run(Demo.class);

        assertThat(demo.out()).isEmpty();
        assertThat(demo.err()).containsExactly("Unknown -Dframework=jul. Valid values: log4j2, logback, both");
        assertThat(demo.exitValue()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "pattern", "gelf"})
    void unknownLayoutPrintsOneLineWithValidValues(String layout) {
        Result demo = new ForkedJvm()
                .property("framework", "logback")
                .property("layout", layout)
                .run(Demo.class);

        assertThat(demo.out()).isEmpty();
        assertThat(demo.err())
                .containsExactly(
                        "Unknown -Dlayout=" + layout + " for logback. Valid values: logstash, composite, json, ecs");
        assertThat(demo.exitValue()).isEqualTo(2);
    }
}
