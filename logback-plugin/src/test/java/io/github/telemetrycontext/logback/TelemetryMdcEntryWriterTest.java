package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import net.logstash.logback.composite.loggingevent.mdc.LongMdcEntryWriter;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@SuppressWarnings("try") // scopes are only opened and closed
@ExtendWith(TelemetryContextExtension.class)
class TelemetryMdcEntryWriterTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void writesIterationAsNumber(int iteration) {
        try (Logback logback = start(Xml.ENTRY_WRITER);
                var scope = TelemetryContext.with().samplingIteration(iteration).open()) {
            logback.logger().info("event");

            assertThat(logback.lastLine()).contains("\"sampling_iteration\":" + iteration);
            assertThat(logback.lastJson().get("sampling_iteration").isInt()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "+1",
                "01",
                "-0",
                "1.0",
                "1e3",
                " 1",
                "one",
                "2147483648",
                "-2147483649",
                "99999999999",
                "18446744073709551617",
                "١"
            })
    void keepsIterationOfApplicationAsTextUnlessInt(String text) {
        try (Logback logback = start(Xml.ENTRY_WRITER)) {
            logback.mdc.put("sampling_iteration", text);
            logback.logger().info("event");
            logback.mdc.clear();

            assertThat(logback.lastJson().get("sampling_iteration").stringValue())
                    .isEqualTo(text);
        }
    }

    @Test
    void writesOtherFieldsAsStringsBeforeNumberWriter() {
        try (Logback logback = start(
                        Xml.ENTRY_WRITER + "<mdcEntryWriter class='" + LongMdcEntryWriter.class.getName() + "'/>");
                var scope = TelemetryContext.with()
                        .sessionId("42")
                        .requestId("43")
                        .modelId("44")
                        .samplingIteration(45)
                        .open()) {
            logback.mdc.put("user_number", "46");
            logback.logger().info("event");
            logback.mdc.clear();

            JsonNode json = logback.lastJson();
            assertThat(json.get("session_id").stringValue()).isEqualTo("42");
            assertThat(json.get("request_id").stringValue()).isEqualTo("43");
            assertThat(json.get("model_id").stringValue()).isEqualTo("44");
            assertThat(json.get("sampling_iteration").intValue()).isEqualTo(45);
            assertThat(json.get("user_number").intValue()).isEqualTo(46);
        }
    }

    @Test
    void supportsRenamedNestedAndOmittedFields() {
        String renaming = "<mdcKeyFieldName>sampling_iteration=attempt</mdcKeyFieldName>"
                + "<mdcKeyFieldName>session_id=conversation</mdcKeyFieldName>"
                + "<excludeMdcKeyName>model_id</excludeMdcKeyName><fieldNames><mdc>llm</mdc></fieldNames>";
        try (Logback logback = start(Xml.ENTRY_WRITER + renaming);
                var scope = TelemetryContext.with()
                        .sessionId("s")
                        .modelId("m")
                        .samplingIteration(1)
                        .open()) {
            logback.logger().info("event");

            assertThat(logback.lastLine()).contains("\"llm\":{\"conversation\":\"s\",\"attempt\":1}");
        }
    }

    @Test
    void writesNothingOutsideScope() {
        try (Logback logback = start(Xml.ENTRY_WRITER)) {
            logback.logger().info("control");

            assertThat(logback.lastLine()).doesNotContain("session_id", "request_id", "model_id", "sampling_iteration");
        }
    }

    private static Logback start(String body) {
        return Logback.withPlugin()
                .configure(Logback.memory("", "class='" + LogstashEncoder.class.getName() + "'", body));
    }
}
