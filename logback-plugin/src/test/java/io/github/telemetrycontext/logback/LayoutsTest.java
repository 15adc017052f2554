package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.encoder.JsonEncoder;
import co.elastic.logging.logback.EcsEncoder;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.List;
import net.logstash.logback.encoder.LoggingEventCompositeJsonEncoder;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the output of every layout. The JSON parser rejects duplicate keys. */
@SuppressWarnings("try") // scopes are only opened and closed
@ExtendWith(TelemetryContextExtension.class)
class LayoutsTest {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    enum Layout {
        PATTERN(Logback.TEXT, "", true) {
            @Override
            JsonNode mdc(Logback logback) {
                var fields = MAPPER.createObjectNode();
                String line = logback.lastLine();
                for (String entry :
                        line.substring(line.indexOf('[') + 1, line.indexOf(']')).split(", ", -1)) {
                    String[] pair = entry.split("=", 2);
                    if (pair.length == 2) {
                        assertThat(fields.has(pair[0])).isFalse();
                        fields.put(pair[0], pair[1]);
                    }
                }
                return fields;
            }
        },
        JSON_ENCODER(encoder(JsonEncoder.class, ""), "mdc", true),
        LOGSTASH(encoder(LogstashEncoder.class, ""), "", false),
        LOGSTASH_WITH_WRITER(encoder(LogstashEncoder.class, Xml.ENTRY_WRITER), "", false),
        COMPOSITE(
                encoder(
                        LoggingEventCompositeJsonEncoder.class,
                        "<providers><message/><mdc>" + Xml.ENTRY_WRITER + "</mdc><keyValuePairs/></providers>"),
                "",
                false),
        ECS(encoder(EcsEncoder.class, ""), "", true);

        final String configuration;
        private final String mdc;
        final boolean iterationIsText;

        Layout(String configuration, String mdc, boolean iterationIsText) {
            this.configuration = configuration;
            this.mdc = mdc;
            this.iterationIsText = iterationIsText;
        }

        private static String encoder(Class<?> type, String body) {
            return Logback.memory("", "class='" + type.getName() + "'", body);
        }

        /** Returns the object that contains the fields. */
        JsonNode mdc(Logback logback) {
            JsonNode event = logback.lastJson();
            return mdc.isEmpty() ? event : event.get(mdc);
        }

        Logback start() {
            return Logback.withPlugin().configure(configuration);
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesFieldsOnlyInsideScope(Layout layout) {
        try (Logback logback = layout.start()) {
            logback.logger().info("before");
            assertNone(layout.mdc(logback));

            try (var scope = all().open()) {
                logback.logger().info("inside");
                JsonNode fields = layout.mdc(logback);
                assertThat(fields.get("session_id").stringValue()).isEqualTo("42");
                assertThat(fields.get("request_id").stringValue()).isEqualTo("r");
                assertThat(fields.get("model_id").stringValue()).isEqualTo("m");
                JsonNode iteration = fields.get("sampling_iteration");
                assertThat(iteration.isString()).isEqualTo(layout.iterationIsText);
                assertThat(iteration.asInt()).isEqualTo(3);
                assertThat(fields.propertyNames().stream().filter(LayoutsTest::isField))
                        .containsExactly("session_id", "request_id", "model_id", "sampling_iteration");
            }

            logback.logger().info("after");
            assertNone(layout.mdc(logback));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsMdcEntries(Layout layout) {
        try (Logback logback = layout.start();
                var scope = all().open()) {
            logback.mdc.put("session_id", "mine");
            logback.mdc.put("user", "u");
            logback.logger().info("inside");

            JsonNode fields = layout.mdc(logback);
            assertThat(fields.get("session_id").stringValue()).isEqualTo("mine");
            assertThat(fields.get("user").stringValue()).isEqualTo("u");
            assertThat(fields.get("model_id").stringValue()).isEqualTo("m");
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesFieldWhenMdcValueIsNull(Layout layout) {
        try (Logback logback = layout.start();
                var scope = TelemetryContext.with().sessionId("42").modelId("m").open()) {
            logback.mdc.put("session_id", null);
            logback.mdc.put("request_id", null);
            logback.logger().info("inside");

            JsonNode fields = layout.mdc(logback);
            assertThat(fields.get("session_id").stringValue()).isEqualTo("42");
            assertThat(fields.get("model_id").stringValue()).isEqualTo("m");
            assertThat(fields.has("request_id")).isFalse();
            logback.logger().atInfo().addKeyValue("session_id", "own").log("mine");
            assertThat(logback.lastLine().split("session_id", -1)).hasSize(layout == Layout.ECS ? 1 : 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesOwnKeyValuePairExactlyOnce(Layout layout) {
        try (Logback logback = layout.start()) {
            assertOwnPairOnce(layout, logback);

            logback.context.reset();
            logback.configure(layout.configuration);
            assertOwnPairOnce(layout, logback);

            logback.context.stop();
            logback.context.start();
            logback.configure(layout.configuration);
            assertOwnPairOnce(layout, logback);
        }
    }

    private static void assertOwnPairOnce(Layout layout, Logback logback) {
        try (var scope = all().open()) {
            logback.logger().atInfo().addKeyValue("session_id", "own").log("mine");
        }
        List<String> lines = logback.lines();
        assertThat(lines).hasSize(1);
        // Elastic's encoder writes no key-value pairs. The event keeps the other fields.
        int expected = layout == Layout.ECS ? 0 : 1;
        assertThat(lines.get(0).split("session_id", -1)).hasSize(expected + 1);
        assertThat(lines.get(0)).contains("mine");
        if (expected == 1) {
            assertThat(lines.get(0)).contains("own").doesNotContain("\"42\"", "=42");
        }
        JsonNode fields = layout.mdc(logback);
        assertThat(fields.get("model_id").stringValue()).isEqualTo("m");
    }

    private static void assertNone(JsonNode fields) {
        assertThat(fields.propertyNames()).noneMatch(LayoutsTest::isField);
    }

    private static boolean isField(String key) {
        return key.endsWith("_id") || key.endsWith("_iteration");
    }

    private static TelemetryContext.Builder all() {
        return TelemetryContext.with()
                .sessionId("42")
                .requestId("r")
                .modelId("m")
                .samplingIteration(3);
    }
}
