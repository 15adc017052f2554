package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications with an LLM library that exclude the plugin for it. */
@Tag("logback")
@Tag("classpath")
class MissingPluginTest {

    private static final String MISSING = "is on the classpath, but";

    @ParameterizedTest
    @CsvSource({"langchain4j, LangChain4j, langchain4j-core", "spring-ai, Spring AI, spring-ai-model"})
    void namesMissingArtifactInOneLineUnlessSwitchedOff(String plugin, String library, String jar) {
        ForkedJvm jvm = OrdinaryOutput.withoutPlugin(plugin);
        List<String> properties = List.of(
                "telemetry.context." + plugin + ".enabled=true",
                "telemetry.context." + plugin + ".enabled=false",
                "telemetry.context.enabled=false",
                "logging.level.io.github.telemetrycontext=warn");

        List<String> outputs = outputs(jvm, properties);

        assertThat(messages(outputs.get(0)))
                .singleElement()
                .asString()
                .contains(" INFO ", library + " " + MISSING)
                .endsWith(
                        "Add telemetry-context-" + plugin + ", or set telemetry.context." + plugin + ".enabled=false.");
        assertThat(outputs.subList(1, outputs.size()))
                .flatMap(MissingPluginTest::messages)
                .isEmpty();
        assertThat(outputs(jvm.without(jar + "-"), properties).get(0))
                .as("without the library")
                .doesNotContain(MISSING);
    }

    @ParameterizedTest
    @CsvSource({"langchain4j", "spring-ai"})
    void logsNothingIfPluginIsPresent(String plugin) {
        assertThat(outputs(new ForkedJvm(), List.of("telemetry.context." + plugin + ".enabled=true"))
                        .get(0))
                .doesNotContain(MISSING);
    }

    /** Starts an application with each property. Returns their outputs. */
    private static List<String> outputs(ForkedJvm jvm, List<String> properties) {
        List<String> runs =
                properties.stream().map(property -> property + ",text,none").toList();
        List<String> outputs =
                Stream.of(OrdinaryOutput.of(jvm, runs).split("Run \\[")).skip(1).toList();
        assertThat(outputs)
                .hasSameSizeAs(runs)
                .allSatisfy(output -> assertThat(output).contains("an ordinary line"));
        return outputs;
    }

    private static List<String> messages(String output) {
        return output.lines().filter(line -> line.contains(MISSING)).toList();
    }
}
