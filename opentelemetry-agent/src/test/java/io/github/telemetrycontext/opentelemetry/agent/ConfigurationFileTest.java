package io.github.telemetrycontext.opentelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.Markdown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java agent with a configuration file. The endpoint in the file is the receiver's. */
class ConfigurationFileTest {

    /** The file from docs/opentelemetry.md. */
    private static final String FILE = new Markdown(Path.of("..", "docs", "opentelemetry.md"))
            .blocks("yaml")
            .get(0)
            .replace("http://localhost:4318", "${sys:otel.exporter.otlp.endpoint}");

    private static final Map<String, Object> OWN = Map.of(
            "session_id", "s-1",
            "request_id", "r-1",
            "model_id", "granite",
            "sampling_iteration", 3L);

    @TempDir
    private Path directory;

    private Agent run(String file) throws Exception {
        Path yaml = Files.writeString(directory.resolve("otel.yaml"), file);
        return Agent.run(Agent.NEWEST, directory, AgentProgram.class, "-Dotel.config.file=" + yaml);
    }

    @Test
    void spansAndRecordsHaveFieldsNamedInFile() throws Exception {
        Agent agent = run(FILE);

        Map<String, Object> span = new HashMap<>(OWN);
        span.put("session.id", "s-1");
        Map<String, Object> log = new HashMap<>(OWN);
        log.put("gen_ai.conversation.id", "s-1");
        for (String place : List.of("scope", "pool", "future")) {
            assertThat(agent.span(place)).as(place).isEqualTo(span);
            for (String logger : List.of("logback ", "log4j ", "log4j-async ")) {
                assertThat(agent.record(logger + place)).as(logger + place).isEqualTo(log);
            }
        }
        assertThat(agent.span("before")).isEmpty();
        assertThat(agent.record("logback before")).isEmpty();
        assertThat(messages(agent)).isEmpty();
    }

    @Test
    @Tag("bad-configuration-file")
    void warnsOnceIfFileDoesNotNameProcessors() throws Exception {
        Agent agent = run(FILE.replaceAll("- telemetry_context:(\n {8,}.*)*(?=\n    -)", ""));

        assertThat(agent.span("scope")).isEmpty();
        assertThat(agent.record("logback scope")).isEmpty();
        assertThat(messages(agent))
                .singleElement()
                .asString()
                .contains(" WARN ")
                .endsWith("The configuration file of OpenTelemetry does not name telemetry_context. Spans and log"
                        + " records have no session_id, request_id, model_id and sampling_iteration. Add"
                        + " '- telemetry_context:' to the processors of tracer_provider and of logger_provider, before"
                        + " the other processors");
    }

    @Test
    @Tag("bad-configuration-file")
    void rejectsUnknownValue() throws Exception {
        Agent agent = run(FILE.replace("attributes: own", "attributes: all"));

        assertThat(agent.spans()).isEmpty();
        assertThat(agent.result().err())
                .filteredOn(line -> line.contains("telemetry_context.attributes"))
                .singleElement()
                .asString()
                .endsWith("Unknown value of telemetry_context.attributes: all. Set it to both, own, standard or none");
    }

    private static List<String> messages(Agent agent) {
        return agent.result().err().stream()
                .filter(line -> line.matches(".*telemetry[-_]?context.*"))
                .toList();
    }
}
