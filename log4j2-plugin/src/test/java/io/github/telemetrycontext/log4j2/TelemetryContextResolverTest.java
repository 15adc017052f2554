package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Map;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the exact output of each option of the resolver. */
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class TelemetryContextResolverTest {

    private static final TelemetryContext FULL = TelemetryContext.builder()
            .sessionId("s-1")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(3)
            .build();

    private static final TelemetryContext PART =
            TelemetryContext.builder().modelId("granite").build();

    private static final String FULL_ENTRIES =
            "\"session_id\":\"s-1\",\"request_id\":\"r-1\",\"model_id\":\"granite\",\"sampling_iteration\":3";

    private static String line(String template, TelemetryContext context) {
        try (Log4j log4j = Log4j.startWithTemplate(template)) {
            context.wrap(() -> log4j.logger().info("hello")).run();
            return log4j.lines().get(0);
        }
    }

    private static String lineOutside(String template) {
        return line(template, TelemetryContext.empty());
    }

    @Nested
    class WithoutOptions {

        private static final String TEMPLATE =
                "{\"a\": 1, \"llm\": {\"$resolver\": \"telemetryContext\"}, \"z\": {\"$resolver\": \"message\"}}";

        @Test
        void writesObject() {
            assertThat(line(TEMPLATE, FULL)).isEqualTo("{\"a\":1,\"llm\":{" + FULL_ENTRIES + "},\"z\":\"hello\"}");
            assertThat(line(TEMPLATE, PART)).isEqualTo("{\"a\":1,\"llm\":{\"model_id\":\"granite\"},\"z\":\"hello\"}");
        }

        @Test
        void omitsKeyWhenNoFieldIsSet() {
            ThreadContext.put("user", "u-1");
            assertThat(lineOutside(TEMPLATE)).isEqualTo("{\"a\":1,\"z\":\"hello\"}");
        }

        @Test
        void writesObjectAsWholeTemplate() {
            String template = "{\"$resolver\": \"telemetryContext\"}";
            assertThat(line(template, FULL)).isEqualTo("{" + FULL_ENTRIES + "}");
            assertThat(lineOutside(template)).isEqualTo("{}");
        }
    }

    @Nested
    class Flattened {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"a\": 1, \"llm\": {\"$resolver\": \"telemetryContext\", \"flatten\": true}, \"z\": 2}",
                    "{\"a\": 1, \"llm\": {\"$resolver\": \"telemetryContext\", \"flatten\": {}}, \"z\": 2}",
                })
        void mergesFieldsIntoParent(String template) {
            assertThat(line(template, FULL)).isEqualTo("{\"a\":1," + FULL_ENTRIES + ",\"z\":2}");
            assertThat(lineOutside(template)).isEqualTo("{\"a\":1,\"z\":2}");
        }

        @Test
        void worksAsFirstLastOrOnlyEntry() {
            String self = "\"llm\": {\"$resolver\": \"telemetryContext\", \"flatten\": true}";
            assertThat(line("{" + self + ", \"z\": 2}", FULL)).isEqualTo("{" + FULL_ENTRIES + ",\"z\":2}");
            assertThat(line("{\"a\": 1, " + self + "}", FULL)).isEqualTo("{\"a\":1," + FULL_ENTRIES + "}");
            assertThat(line("{" + self + "}", FULL)).isEqualTo("{" + FULL_ENTRIES + "}");
            assertThat(lineOutside("{" + self + ", \"z\": 2}")).isEqualTo("{\"z\":2}");
            assertThat(lineOutside("{" + self + "}")).isEqualTo("{}");
        }

        @Test
        void addsPrefixToEachKey() {
            String template = "{\"llm\": {\"$resolver\": \"telemetryContext\", \"flatten\": {\"prefix\": \"_\"}}}";
            assertThat(line(template, FULL))
                    .isEqualTo("{\"_session_id\":\"s-1\",\"_request_id\":\"r-1\",\"_model_id\":\"granite\","
                            + "\"_sampling_iteration\":3}");
            assertThat(lineOutside(template)).isEqualTo("{}");
        }

        @Test
        void writesObjectWithoutParent() {
            assertThat(line("{\"$resolver\": \"telemetryContext\", \"flatten\": true}", FULL))
                    .isEqualTo("{" + FULL_ENTRIES + "}");
        }
    }

    @Nested
    class SingleField {

        @Test
        void writesFieldUnderAnyKeyWithItsType() {
            String template = "{\"sid\": {\"$resolver\": \"telemetryContext\", \"field\": \"session_id\"},"
                    + " \"attempt\": {\"$resolver\": \"telemetryContext\", \"field\": \"sampling_iteration\","
                    + " \"flatten\": false}}";
            assertThat(line(template, FULL)).isEqualTo("{\"sid\":\"s-1\",\"attempt\":3}");
        }

        @Test
        void omitsKeyWhenFieldIsNotSet() {
            String template = "{\"sid\": {\"$resolver\": \"telemetryContext\", \"field\": \"session_id\"},"
                    + " \"model\": {\"$resolver\": \"telemetryContext\", \"field\": \"model_id\"}}";
            assertThat(line(template, PART)).isEqualTo("{\"model\":\"granite\"}");
            assertThat(lineOutside(template)).isEqualTo("{}");
        }

        @Test
        void writesNullOnlyAsArrayElement() {
            String template = "[{\"$resolver\": \"telemetryContext\", \"field\": \"session_id\"}]";
            assertThat(line(template, FULL)).isEqualTo("[\"s-1\"]");
            assertThat(lineOutside(template)).isEqualTo("[null]");
        }
    }

    @Nested
    class Selected {

        @Test
        void restIsContextDataWithoutFields() {
            String template = "{\"mdc\": {\"$resolver\": \"telemetryContext\", \"select\": \"rest\"}}";
            assertThat(line(template, FULL)).isEqualTo("{}");
            ThreadContext.put("user", "u-1");
            ThreadContext.put("zone", "eu");
            assertThat(line(template, FULL)).isEqualTo("{\"mdc\":{\"user\":\"u-1\",\"zone\":\"eu\"}}");
            assertThat(lineOutside(template)).isEqualTo("{\"mdc\":{\"user\":\"u-1\",\"zone\":\"eu\"}}");
        }

        @Test
        void flattensRestWithPrefix() {
            String template = "{\"a\": 1, \"mdc\": {\"$resolver\": \"telemetryContext\", \"select\": \"rest\","
                    + " \"stringified\": true, \"flatten\": {\"prefix\": \"_\"}}}";
            assertThat(line(template, FULL)).isEqualTo("{\"a\":1}");
            ThreadContext.put("us\"er", "u-1");
            ThreadContext.put("zone", "eu");
            assertThat(line(template, FULL)).isEqualTo("{\"a\":1,\"_us\\\"er\":\"u-1\",\"_zone\":\"eu\"}");
        }

        @Test
        void allWritesFieldsBeforeRest() {
            String template = "{\"mdc\": {\"$resolver\": \"telemetryContext\", \"select\": \"all\"}}";
            assertThat(line(template, FULL)).isEqualTo("{\"mdc\":{" + FULL_ENTRIES + "}}");
            assertThat(lineOutside(template)).isEqualTo("{}");
            ThreadContext.put("account", "a-1");
            assertThat(line(template, FULL)).isEqualTo("{\"mdc\":{" + FULL_ENTRIES + ",\"account\":\"a-1\"}}");
            assertThat(lineOutside(template)).isEqualTo("{\"mdc\":{\"account\":\"a-1\"}}");
        }

        @Test
        void selectsFieldsByDefault() {
            ThreadContext.put("user", "u-1");
            assertThat(line("{\"a\": {\"$resolver\": \"telemetryContext\", \"select\": \"fields\"}}", FULL))
                    .isEqualTo("{\"a\":{" + FULL_ENTRIES + "}}")
                    .isEqualTo(line("{\"a\": {\"$resolver\": \"telemetryContext\"}}", FULL));
        }
    }

    @Nested
    class Typed {

        private static final String TEMPLATE = "{\"$resolver\": \"telemetryContext\"}";

        @Test
        void keepsStringsThatLookLikeNumbers() {
            TelemetryContext context = TelemetryContext.builder()
                    .sessionId("42")
                    .requestId("")
                    .modelId("true \"quoted\" \\ \u00e9\n")
                    .samplingIteration(0)
                    .build();
            assertThat(Json.map(line(TEMPLATE, context))).isEqualTo(context.toMap());
        }

        @ParameterizedTest
        @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 7, Integer.MAX_VALUE})
        void writesIterationAsNumber(int iteration) {
            TelemetryContext context =
                    TelemetryContext.builder().samplingIteration(iteration).build();
            assertThat(line(TEMPLATE, context)).isEqualTo("{\"sampling_iteration\":" + iteration + "}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"-2147483648", "-1", "0", "7", "2147483647"})
        void writesIntegerOfApplicationAsNumber(String text) {
            ThreadContext.put("sampling_iteration", text);
            assertThat(line(TEMPLATE, FULL)).contains("\"sampling_iteration\":" + text + "}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "-",
                    "+3",
                    "03",
                    "-0",
                    "3.0",
                    "1e3",
                    " 3",
                    "three",
                    "2147483648",
                    "-2147483649",
                    "99999999999",
                    "999999999999999999999",
                    "18446744073709551617",
                    "\u0663",
                    "-03"
                })
        void keepsOtherIterationOfApplicationAsText(String text) {
            ThreadContext.put("sampling_iteration", text);
            assertThat(Json.map(line(TEMPLATE, FULL)))
                    .isEqualTo(Map.of(
                            "session_id",
                            "s-1",
                            "request_id",
                            "r-1",
                            "model_id",
                            "granite",
                            "sampling_iteration",
                            text));
            assertThat(Json.map(lineOutside(TEMPLATE))).isEqualTo(Map.of("sampling_iteration", text));
        }
    }

    @Test
    void truncatesLongValuesLikeLayout() {
        String layout = "<JsonTemplateLayout maxStringLength='10' truncatedStringSuffix='~'"
                + " eventTemplate='{\"m\": {\"$resolver\": \"telemetryContext\", \"select\": \"all\"}}'/>";
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, layout)) {
            TelemetryContext.with()
                    .sessionId("0123456789abc")
                    .samplingIteration(3)
                    .run(() -> log4j.logger().info("line"));
            assertThat(log4j.lines()).containsExactly("{\"m\":{\"session_id\":\"0123456789~\",\"sampling_i~\":3}}");
        }
    }

    @Test
    void omitsNullEntry() {
        ThreadContext.put("session_id", null);
        String template = "{\"a\": {\"$resolver\": \"telemetryContext\"},"
                + " \"s\": {\"$resolver\": \"telemetryContext\", \"field\": \"session_id\"}}";
        assertThat(lineOutside(template)).isEqualTo("{}");
        assertThat(line(template, PART)).isEqualTo("{\"a\":{\"model_id\":\"granite\"}}");
    }
}
