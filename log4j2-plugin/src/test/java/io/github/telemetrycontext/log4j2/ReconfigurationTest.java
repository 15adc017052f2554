package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tests that lines keep their fields when the configuration file changes or the context restarts. */
@Tag("every-mode")
@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class ReconfigurationTest {

    private static final int GENERATIONS = 2;
    private static final int BATCH = 10;
    private static final int RESTARTS = 20;

    @TempDir
    private Path directory;

    private int logged;

    @Test
    void keepsLinesAndFieldsWhenFileChanges() throws IOException {
        Path configuration = directory.resolve("log4j2.xml");
        write(configuration, 1);
        try (Log4j log4j = Log4j.start(configuration)) {
            logBatch(log4j);
            for (int generation = 2; generation <= GENERATIONS; generation++) {
                LoggerConfig before = log4j.logger().get();
                write(configuration, generation);
                await().pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> {
                            logBatch(log4j);
                            // The context changes its configuration first and updates its loggers afterwards.
                            return log4j.logger().get() != before;
                        });
                logBatch(log4j);
            }
        }

        assertThat(lines().stream().map(line -> line.get("generation"))).contains(1, 2);
    }

    @Test
    void keepsLinesAndFieldsWhenContextRestarts() throws IOException {
        Path configuration = directory.resolve("log4j2.xml");
        write(configuration, 1);
        try (Log4j log4j = Log4j.start(configuration)) {
            log4j.context().setConfigLocation(configuration.toUri());
            for (int i = 0; i < RESTARTS; i++) {
                logBatch(log4j);
                log4j.context().stop();
                log4j.logger().info("while stopped");
                log4j.context().start();
            }
            logBatch(log4j);
        }

        assertThat(lines()).hasSize((RESTARTS + 1) * BATCH);
    }

    /** Returns the lines of the file, after checking that they match the logged events. */
    private List<Map<String, Object>> lines() throws IOException {
        List<Map<String, Object>> lines = Files.readAllLines(directory.resolve("out.log")).stream()
                .map(Json::map)
                .toList();
        assertThat(lines.stream().map(line -> line.get("message")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, logged).mapToObj(Integer::toString).toList());
        for (Map<String, Object> line : lines) {
            String number = (String) line.get("message");
            Map<String, Object> expected = new HashMap<>(Map.of("message", number));
            expected.put("generation", line.get("generation"));
            if (Integer.parseInt(number) % 2 == 0) {
                expected.put("session_id", "s-" + number);
                expected.put("sampling_iteration", Integer.valueOf(number));
            }
            assertThat(line).isEqualTo(expected);
        }
        return lines;
    }

    private void logBatch(Log4j log4j) {
        for (int i = 0; i < BATCH; i++) {
            int number = logged++;
            String message = Integer.toString(number);
            if (number % 2 == 0) {
                TelemetryContext.with()
                        .sessionId("s-" + number)
                        .samplingIteration(number)
                        .run(() -> log4j.logger().info(message));
            } else {
                log4j.logger().info(message);
            }
        }
    }

    private void write(Path configuration, int generation) {
        String text = """
                <Configuration monitorInterval="1">
                  <Appenders>
                    <File name="file" fileName="FILE">
                      <JsonTemplateLayout eventTemplate='{
                        "generation": GENERATION,
                        "message": {"$resolver": "message"},
                        "llm": {"$resolver": "telemetryContext", "flatten": true}
                      }'/>
                    </File>
                  </Appenders>
                  <Loggers><Root level="info"><AppenderRef ref="file"/></Root></Loggers>
                </Configuration>
                """.replace(
                        "FILE", directory.resolve("out.log").toString().replace('\\', '/'))
                .replace("GENERATION", Integer.toString(generation));
        try {
            Path draft = Files.writeString(directory.resolve("draft.xml"), text);
            // Log4j compares this time, and some file systems store only seconds.
            Files.setLastModifiedTime(draft, FileTime.from(Instant.ofEpochSecond(1_700_000_000L + 10L * generation)));
            Files.move(draft, configuration, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
