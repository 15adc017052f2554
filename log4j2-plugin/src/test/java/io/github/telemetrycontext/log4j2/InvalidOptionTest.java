package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class InvalidOptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "field": "nope"                               | unknown field "nope", use one of [session_id, request_id, model_id, sampling_iteration]
            "field": 7                                    | unknown field 7, use one of [session_id, request_id, model_id, sampling_iteration]
            "select": "everything"                        | unknown select "everything", use one of [fields, rest, all]
            "select": true                                | unknown select true, use one of [fields, rest, all]
            "flatten": "yes"                              | flatten can't be "yes", use true, false or {"prefix": "..."}
            "flatten": {"prefx": "_"}                     | flatten has no option "prefx", use "prefix"
            "flatten": {"prefix": 1}                      | the prefix of flatten can't be 1, use a string
            "field": "model_id", "flatten": true          | "field" and "flatten" can't be combined, remove one of them
            "field": "model_id", "select": "all"          | "field" and "select" can't be combined, remove one of them
            "stringified": "true"                         | stringified can't be "true", use true or false
            "flatten": 1                                  | flatten can't be 1, use true, false or {"prefix": "..."}
            "flatten": []                                 | flatten can't be [], use true, false or {"prefix": "..."}
            "select": ["rest"]                            | unknown select [rest], use one of [fields, rest, all]
            "stringified": 1                              | stringified can't be 1, use true or false
            "key": "session_id"                           | unknown option "key", use "field"
            "pattern": "s.*"                              | unknown option "pattern", use "select", or the mdc resolver
            "flatten": {"prefix": "x key=null,"}, "key": 1 | unknown option "key", use "field"
            "prefix": "_"                                 | unknown option "prefix", put it into "flatten": {"prefix": ...}
            """)
    void reportsInvalidOptionOnceAndKeepsLogging(String option, String complaint, @TempDir Path directory)
            throws Exception {
        Path file = directory.resolve("out.log");
        String configuration =
                """
                <Configuration>
                  <Appenders>
                    <File name="file" fileName="FILE">
                      <JsonTemplateLayout eventTemplate='{"llm": {"$resolver": "telemetryContext", OPTION}}'/>
                    </File>
                  </Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="file"/></Root></Loggers>
                </Configuration>
                """.replace("FILE", file.toString().replace('\\', '/')).replace("OPTION", option);
        Statuses statuses = new Statuses();
        try (statuses;
                Log4j log4j = Log4j.start(configuration)) {
            log4j.logger().info("outside");
            TelemetryContext.with().sessionId("s-1").run(() -> log4j.logger().info("inside"));
        }

        assertThat(statuses.seen)
                .extracting(status -> status.getMessage().getFormattedMessage())
                .filteredOn(message -> message.contains("telemetryContext resolver: "))
                .singleElement()
                .asString()
                .contains("JsonTemplateLayout", "telemetryContext resolver: " + complaint, "$resolver=");
        // Log4j uses its default layout instead.
        assertThat(Files.readAllLines(file)).containsExactly("outside", "inside");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            "flatten": null                    | flatten can't be null, use true, false or {"prefix": "..."}
            "flatten": {"prefix": null}        | the prefix of flatten can't be null, use a string
            "field": null                      | field can't be null, use one of [session_id, request_id, model_id, sampling_iteration]
            "select": null                     | select can't be null, use one of [fields, rest, all]
            "stringified": null                | stringified can't be null, use true or false
            "prefix": null                     | unknown option "prefix", put it into "flatten": {"prefix": ...}
            """)
    void reportsNullOptionOnceAndIgnoresIt(String option, String complaint) {
        try (Statuses statuses = new Statuses();
                Log4j log4j = startWith(option)) {
            TelemetryContext.with().sessionId("s-1").run(() -> log4j.logger().info("inside"));

            assertThat(log4j.lines())
                    .containsExactly(
                            option.contains("{") ? "{\"session_id\":\"s-1\"}" : "{\"llm\":{\"session_id\":\"s-1\"}}");
            assertThat(statuses.seen).singleElement().satisfies(status -> {
                // Log4j prints this level by default.
                assertThat(status.getLevel()).isEqualTo(Level.ERROR);
                assertThat(status.getThrowable()).isNull();
                assertThat(status.getMessage().getFormattedMessage())
                        .isEqualTo("telemetryContext resolver: " + complaint + ". The option is ignored.");
            });
        }
    }

    @Test
    void ignoresNullsAndTextOfOtherOptions() {
        String options =
                "\"field\": \"session_id\", \"select\": null, \"misspelt\": {\"flatten\": null, \"key\": null},"
                        + " \"other\": \"{x key=null, select=null}\"";
        try (Statuses statuses = new Statuses();
                Log4j log4j = startWith(options)) {
            TelemetryContext.with().sessionId("s-1").run(() -> log4j.logger().info("inside"));

            assertThat(log4j.lines()).containsExactly("{\"llm\":\"s-1\"}");
            assertThat(statuses.seen)
                    .singleElement()
                    .extracting(status -> status.getMessage().getFormattedMessage())
                    .asString()
                    .contains("select can't be null");
        }
    }

    @Test
    void acceptsPrefixThatLooksLikeOption() {
        try (Statuses statuses = new Statuses();
                Log4j log4j = startWith("\"flatten\": {\"prefix\": \"x key=null,\"}")) {
            TelemetryContext.with().sessionId("s-1").run(() -> log4j.logger().info("inside"));

            assertThat(log4j.lines()).containsExactly("{\"x key=null,session_id\":\"s-1\"}");
            assertThat(statuses.seen).isEmpty();
        }
    }

    private static Log4j startWith(String options) {
        return Log4j.startWithTemplate("{\"llm\": {\"$resolver\": \"telemetryContext\", " + options + "}}");
    }
}
