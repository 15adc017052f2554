package io.github.telemetrycontext.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Spring Boot's executable jars, with its structured formats. */
@Tag("spring-boot")
class SpringBootIT {

    @TempDir
    private Path directory;

    static List<Arguments> combinations() {
        List<Arguments> all = new ArrayList<>();
        for (String version : List.of("3.5", "4.1")) {
            for (String framework : List.of("logback", "log4j2")) {
                for (String format : List.of("ecs", "gelf", "logstash")) {
                    all.add(Arguments.of(version, framework, format));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyStructuredFormatHasTheFieldsAsTextAtTheTopLevel(String version, String framework, String format)
            throws Exception {
        List<JsonNode> lines = run(version, framework, format);
        JsonNode inside = lines.get(lines.size() - 1);
        String prefix = format.equals("gelf") ? "_" : "";
        assertThat(inside.path(prefix + "session_id").toString()).isEqualTo("\"42\"");
        assertThat(inside.path(prefix + "request_id").toString()).isEqualTo("\"r-1\"");
        assertThat(inside.path(prefix + "model_id").toString()).isEqualTo("\"granite\"");
        assertThat(inside.path(prefix + "sampling_iteration").toString()).isEqualTo("\"3\"");
        assertThat(lines.subList(0, lines.size() - 1))
                .as("of Spring Boot itself, outside of any scope")
                .isNotEmpty()
                .noneMatch(line -> line.has(prefix + "session_id"));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void withTheStarterTheIterationIsANumber(String version, String framework, String format) throws Exception {
        List<JsonNode> lines = run(version, "starter-" + framework, format);
        JsonNode inside = lines.get(lines.size() - 1);
        String prefix = format.equals("gelf") ? "_" : "";
        assertThat(inside.path(prefix + "session_id").toString()).isEqualTo("\"42\"");
        assertThat(inside.path(prefix + "sampling_iteration").toString()).isEqualTo("3");
    }

    private List<JsonNode> run(String version, String classifier, String format) throws Exception {
        Path jar = Path.of(
                "boot-" + version,
                "target",
                "telemetry-context-boot-" + version + "-0.1.0-SNAPSHOT-" + classifier + ".jar");
        Jvm jvm = Jvm.run(directory, "-jar", jar.toString(), "--logging.structured.format.console=" + format);

        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.exitValue()).isZero();
        return jvm.json();
    }
}
