package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compares the output of an application without this library with its output when each property of the starter is off.
 * The application sets an MDC entry that has the key of a field.
 */
@Tag("classpath")
class UnchangedOutputTest {

    /** Each value has a property, a log format and a type of application. */
    private static final List<String> OFF = List.of(
            "telemetry.context.enabled=false,text,servlet",
            "telemetry.context.enabled=false,ecs,none",
            "telemetry.context.enabled=false,gelf,none",
            "telemetry.context.enabled=false,logstash,none",
            "telemetry.context.logging.typed=false,ecs,none",
            "telemetry.context.logging.typed=false,gelf,none",
            "telemetry.context.logging.typed=false,logstash,none",
            "telemetry.context.web.enabled=false,text,servlet",
            "telemetry.context.micrometer.enabled=false,text,servlet",
            "telemetry.context.opentelemetry.enabled=false,text,servlet",
            "telemetry.context.brave.enabled=false,text,servlet",
            "telemetry.context.langchain4j.enabled=false,text,servlet",
            "telemetry.context.spring-ai.enabled=false,text,servlet",
            "telemetry.context.reactor.enabled=false,text,servlet",
            "telemetry.context.tasks.enabled=false,text,servlet");

    private static final String ON = "telemetry.context.logging.typed=true,logstash,none";

    @Test
    void outputDoesNotChangeWithAnyPropertyOff() {
        List<String> runs = new ArrayList<>(OFF);
        runs.add(ON);
        String without = output(withoutLibrary(), runs);
        String with = output(new ForkedJvm(), runs);
        assertThat(without).contains("an ordinary line", "\"sampling_iteration\":\"3\"", "answered 200 done");

        int on = without.lastIndexOf("Run [");
        assertThat(with.substring(0, with.lastIndexOf("Run ["))).isEqualTo(without.substring(0, on));
        assertThat(with.substring(with.lastIndexOf("Run [")))
                .as("with the property on")
                .isNotEqualTo(without.substring(on))
                .isEqualTo(without.substring(on).replace("\"sampling_iteration\":\"3\"", "\"sampling_iteration\":3"));
    }

    private static String output(ForkedJvm jvm, List<String> runs) {
        return withoutVolatileValues(OrdinaryOutput.of(jvm, runs));
    }

    /** Removes classes and jars of this build, except for the test classes, which contain the application. */
    private static ForkedJvm withoutLibrary() {
        Path build = Path.of("..").toAbsolutePath().normalize();
        List<Path> all = ForkedJvm.classPathOfTests();
        List<Path> others = all.stream()
                .filter(entry -> entry.toString().contains("test-classes")
                        || !(entry.startsWith(build)
                                || entry.getFileName().toString().startsWith("telemetry-context-")))
                .toList();
        assertThat(others).hasSizeLessThan(all.size() - 4);
        return new ForkedJvm().classPath(others);
    }

    /** Removes times, process ids, ports, thread names of Tomcat and trace ids. */
    private static String withoutVolatileValues(String output) {
        return output.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)", "TIME")
                .replaceAll("\"timestamp\":[0-9.]+", "\"timestamp\":TIME")
                .replaceAll("in [0-9.]+ seconds \\(process running for [0-9.]+\\)", "in TIME")
                .replaceAll("in \\d+ ms", "in TIME")
                .replaceAll("(PID |\"pid\":|_process_pid\":)\\d+", "$1PID")
                .replaceAll("(INFO|WARN) +\\d+ ---", "$1 PID ---")
                .replaceAll("port \\d{4,5} ", "port PORT ")
                .replaceAll("[a-z-]*auto-\\d+-exec-\\d+", "THREAD")
                .replaceAll("\\b([0-9a-f]{32}|[0-9a-f]{16})\\b", "TRACE");
    }
}
