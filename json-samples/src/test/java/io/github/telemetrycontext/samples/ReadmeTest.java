package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every block of the project's README is part of something that is compiled, loaded or printed. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Markdown README = new Markdown(ROOT.resolve("README.md"));

    private static Stream<String> contents(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(Files::isRegularFile).map(Markdown::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines without indentation, because a block of the README starts further left than its source. */
    private static String flush(String text) {
        return text.lines().map(String::strip).reduce("", (all, line) -> all + line + "\n");
    }

    @Test
    void javaIsPartOfTheSamples() {
        List<String> sources = Stream.of("src/main/java", "src/test/java21", "src/test/java25")
                .flatMap(ReadmeTest::contents)
                .map(ReadmeTest::flush)
                .toList();
        assertThat(README.blocks("java"))
                .hasSize(7)
                .allSatisfy(block -> assertThat(sources)
                        .anySatisfy(source -> assertThat(source).contains(flush(block))));
    }

    @Test
    void configurationIsPartOfTheSamples() {
        List<String> samples =
                contents("src/main/resources").map(ReadmeTest::flush).toList();
        assertThat(README.blocks("xml").stream()
                        .filter(block -> !block.startsWith("<dependency>") && !block.startsWith("<plugin>")))
                .hasSize(4)
                .allSatisfy(block -> assertThat(samples)
                        .anySatisfy(sample -> assertThat(sample).contains(flush(block))));
    }

    @Test
    void theDependencyIsThePublishedOne() {
        String pom = flush(Markdown.read(ROOT.resolve("logback-plugin/pom.xml")));
        assertThat(README.blocks("xml").stream().filter(block -> block.startsWith("<dependency>")))
                .singleElement()
                .satisfies(block -> assertThat(flush(block).lines())
                        .filteredOn(line -> Pattern.matches("<(groupId|artifactId|version)>.*", line))
                        .hasSize(3)
                        .allSatisfy(line -> assertThat(pom).contains(line)));
    }

    @Test
    void theLineIsWhatTheCodePrints() {
        Child program = Child.run(QuickStart.class, Map.of());

        assertThat(program.err()).isEmpty();
        List<JsonNode> lines =
                program.lines().stream().map(ScriptRun.JSON::readTree).toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0).propertyNames()).doesNotContain("session_id", "sampling_iteration");
        assertThat(lines)
                .extracting(line -> line.path("sampling_iteration").toString())
                .containsExactly("", "1", "2", "3");
        assertThat(withoutIds(README.blocks("json").get(0)))
                .isEqualTo(withoutIds(lines.get(1).toString()));
    }

    @Test
    void theLinesOfOtherThreadsAreThoseOfTheDemo() {
        Child demo = Child.run(Demo.class, Map.of("framework", "logback"));
        List<String> printed = demo.lines().stream().map(ReadmeTest::withoutIds).toList();

        assertThat(README.blocks("json").stream().skip(1).flatMap(String::lines).map(ReadmeTest::withoutIds))
                .hasSize(5)
                .isSubsetOf(printed);
    }

    private static String withoutIds(String line) {
        return ScriptRun.normalized(line)
                .replaceAll("\"request_id\":\"[0-9a-f]{32}\"", "\"request_id\":\"<id>\"")
                .replaceAll("\"thread_name\":\"[^\"]*\"", "\"thread_name\":\"<thread>\"");
    }

    @Test
    void theTableForUsersOfMelleaNamesMethodsThatExist() {
        Set<String> methods = Stream.of(TelemetryContext.class, TelemetryContext.Builder.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        List<String> named = README.tableUnder("For users of mellea").stream()
                .flatMap(row ->
                        Pattern.compile("\\.(\\w+)\\(").matcher(row.get(1)).results())
                .map(call -> call.group(1))
                .toList();
        assertThat(named)
                .contains("with", "current", "toMap", "generateRequestId")
                .isSubsetOf(methods);
    }

    @Test
    void bothCommandsAreThere() {
        assertThat(README.blocks("sh")).extracting(String::strip).containsExactly("mvn -q -Pdemo", "mvn verify");
    }
}
