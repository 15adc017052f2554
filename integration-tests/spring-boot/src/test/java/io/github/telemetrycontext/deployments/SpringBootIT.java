package io.github.telemetrycontext.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Spring Boot's executable jars, with its structured formats. */
class SpringBootIT {

    static List<Arguments> combinations() {
        return Stream.of("logback", "log4j2")
                .flatMap(framework ->
                        Stream.of("ecs", "gelf", "logstash").map(format -> Arguments.of(framework, format)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void everyStructuredFormatHasFieldsAsTextAtTopLevel(String framework, String format) {
        List<JsonNode> lines = run(framework, format);
        JsonNode inside = lines.get(lines.size() - 1);
        String prefix = format.equals("gelf") ? "_" : "";
        assertThat(inside.path(prefix + "session_id").toString()).isEqualTo("\"42\"");
        assertThat(inside.path(prefix + "request_id").toString()).isEqualTo("\"r-1\"");
        assertThat(inside.path(prefix + "model_id").toString()).isEqualTo("\"granite\"");
        assertThat(inside.path(prefix + "sampling_iteration").toString()).isEqualTo("\"3\"");
        assertThat(lines.subList(0, lines.size() - 1))
                .as("line of Spring Boot outside of all scopes")
                .isNotEmpty()
                .noneMatch(line -> line.has(prefix + "session_id"));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void starterWritesIterationAsNumber(String framework, String format) {
        List<JsonNode> lines = run("starter-" + framework, format);
        JsonNode inside = lines.get(lines.size() - 1);
        String prefix = format.equals("gelf") ? "_" : "";
        assertThat(inside.path(prefix + "session_id").toString()).isEqualTo("\"42\"");
        assertThat(inside.path(prefix + "sampling_iteration").toString()).isEqualTo("3");
    }

    private List<JsonNode> run(String classifier, String format) {
        String jar = System.getProperty("jar") + "-" + classifier + ".jar";
        Result jvm = new ForkedJvm().java(List.of("-jar", jar, "--logging.structured.format.console=" + format));

        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.exitValue()).isZero();
        return jvm.json();
    }
}
