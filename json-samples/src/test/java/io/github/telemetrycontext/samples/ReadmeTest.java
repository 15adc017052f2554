package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the project's README shows is what is printed. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Markdown README = new Markdown(ROOT.resolve("README.md"));

    @Test
    void theLineIsWhatTheCodePrints() {
        Result program = new ForkedJvm().run(QuickStart.class);

        assertThat(program.err()).isEmpty();
        List<JsonNode> lines =
                program.out().stream().map(ScriptRun.JSON::readTree).toList();
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
        Result demo = new ForkedJvm().property("framework", "logback").run(Demo.class);
        List<String> printed = demo.out().stream().map(ReadmeTest::withoutIds).toList();

        assertThat(README.lines("json").skip(1).map(ReadmeTest::withoutIds))
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
}
