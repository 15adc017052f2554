package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Compiles the code of the README and compares the output on pages. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Markdown README = new Markdown(ROOT.resolve("README.md"));

    /** Compiles the example with all warnings, and no other file. */
    @Test
    void codePrintsLineOfReadme(@TempDir Path directory) throws Exception {
        Path source = Files.writeString(
                directory.resolve("QuickStart.java"), README.blocks("java").get(0));
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        String classPath = ForkedJvm.path(ForkedJvm.classPathOfTests());
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-Xlint:all",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        classPath,
                        source.toString());
        assertThat(failed).as(messages.toString(StandardCharsets.UTF_8)).isZero();

        Result program = new ForkedJvm().first(directory).run("QuickStart");

        assertThat(program.err()).isEmpty();
        List<JsonNode> lines =
                program.out().stream().map(ScriptRun.JSON::readTree).toList();
        assertThat(lines)
                .extracting(line -> line.path("sampling_iteration").toString())
                .containsExactly("1", "2", "3");
        assertThat(withoutIds(README.blocks("json").get(1)))
                .isEqualTo(withoutIds(lines.get(0).toString()));
    }

    @Test
    void pageShowsLinesOfDemo() {
        Result demo = new ForkedJvm().property("framework", "logback").run(Demo.class);
        List<String> printed = demo.out().stream().map(ReadmeTest::withoutIds).toList();

        assertThat(page("threads.md").lines("json").map(ReadmeTest::withoutIds))
                .hasSize(5)
                .isSubsetOf(printed);
    }

    private static Markdown page(String name) {
        return new Markdown(ROOT.resolve("docs").resolve(name));
    }

    private static String withoutIds(String line) {
        return ScriptRun.normalized(line)
                .replaceAll("\"request_id\":\"[0-9a-f]{32}\"", "\"request_id\":\"<id>\"")
                .replaceAll("\"thread_name\":\"[^\"]*\"", "\"thread_name\":\"<thread>\"");
    }

    @Test
    void tableForMelleaNamesExistingMethods() {
        Set<String> methods = Stream.of(TelemetryContext.class, TelemetryContext.Builder.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .map(Method::getName)
                .collect(Collectors.toSet());
        List<String> named = page("migration.md").tableUnder("Migrate from mellea").stream()
                .flatMap(row ->
                        Pattern.compile("\\.(\\w+)\\(").matcher(row.get(1)).results())
                .map(call -> call.group(1))
                .toList();
        assertThat(named)
                .contains("with", "current", "toMap", "generateRequestId")
                .isSubsetOf(methods);
    }
}
