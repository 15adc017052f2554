package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what these tests run. */
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class ReadmeTest {

    private static final String README = read(Path.of("README.md"));

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        return read(Path.of("src", "test", "resources", name)).strip();
    }

    private static List<String> snippets(String language) {
        return Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
                .matcher(README)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void theConfigurationPrintsTheLine(@TempDir Path directory) throws Exception {
        assertThat(snippets("xml")).hasSize(2).element(1).isEqualTo(resource("readme-log4j2.xml"));

        ForkedJvm.Result result =
                new ForkedJvm().configuration("readme-log4j2.xml").run(directory);

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).hasSize(4);
        assertThat(atAnyTime(result.out().get(1)))
                .isEqualTo(atAnyTime(snippets("json").get(0)));
        assertThat(Json.map(result.out().get(1)))
                .containsEntry("session_id", "s-1")
                .containsEntry("sampling_iteration", 3);
        assertThat(result.out().get(0)).doesNotContain(Json.FIELD_KEYS);
    }

    private static String atAnyTime(String line) {
        return line.replaceFirst("\"@timestamp\":\"[0-9TZ:.-]+\"", "\"@timestamp\":\"\"");
    }

    @Test
    void theTemplateWritesTheLine() {
        assertThat(snippets("json")).hasSize(3).element(1).isEqualTo(resource("readme-template.json"));

        String layout = "<JsonTemplateLayout eventTemplateUri='classpath:readme-template.json'/>";
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, layout)) {
            ThreadContext.put("user", "u-1");
            TelemetryContext.with()
                    .sessionId("s-1")
                    .requestId("r-1")
                    .modelId("granite")
                    .samplingIteration(3)
                    .run(() -> log4j.logger().info("inside"));
            ThreadContext.remove("user");
            log4j.logger().info("outside");

            List<String> lines = log4j.lines();
            assertThat(lines.get(0)).isEqualTo(snippets("json").get(2));
            assertThat(Json.map(lines.get(1))).isEqualTo(Map.of("message", "outside"));
        }
    }

    @Test
    void theTablesNameEveryFieldAndSelection() {
        assertThat(README)
                .contains(List.of(TelemetryField.values()).stream()
                        .map(field -> "`\"" + field.key() + "\"`")
                        .toList())
                .contains("`\"fields\"`", "`\"rest\"`", "`\"all\"`");
    }
}
