package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The demo with {@code -Dotel}. Only this test of the module has OpenTelemetry on the classpath. */
@Tag("otel")
class OtelDemoTest {

    private static final Set<String> FIELDS = Set.of("session_id", "request_id", "model_id", "sampling_iteration");
    private static final int SPANS_PER_FRAMEWORK = 22;

    private static Result demo = new Result(List.of(), List.of(), -1);
    private static List<JsonNode> lines = List.of();
    private static Map<String, JsonNode> spans = Map.of();

    @BeforeAll
    static void play() {
        demo = new ForkedJvm().property("otel", "true").run(Demo.class);
        List<JsonNode> printed =
                demo.out().stream().map(ScriptRun.JSON::readTree).toList();
        lines = printed.stream().filter(object -> object.has("message")).toList();
        spans = printed.stream()
                .filter(object -> object.has("span"))
                .collect(Collectors.toMap(span -> span.get("span_id").asString(), Function.identity()));
        assertThat(lines.size() + spans.size()).isEqualTo(printed.size());
    }

    @Test
    void printsUsualLinesAndSpansOfBothFrameworks() {
        assertThat(demo.err()).isEmpty();
        assertThat(demo.exitValue()).isZero();
        assertThat(spans).hasSize(2 * SPANS_PER_FRAMEWORK);
        assertThat(lines).hasSize(2 * DemoTest.LINES_PER_FRAMEWORK);
        DemoTest.assertThatUsersAreNotMixed(lines.subList(0, DemoTest.LINES_PER_FRAMEWORK));
        DemoTest.assertThatUsersAreNotMixed(lines.subList(DemoTest.LINES_PER_FRAMEWORK, lines.size()));
    }

    @Test
    void linesInsideSpanHaveItsIdsAndFields() {
        List<JsonNode> inside =
                lines.stream().filter(line -> !idIn(line, "span_id").isEmpty()).toList();
        assertThat(inside).hasSize(80).allSatisfy(line -> {
            JsonNode span = spans.get(idIn(line, "span_id"));
            assertThat(span).as(line.toString()).isNotNull();
            assertThat(idIn(line, "trace_id")).isEqualTo(span.get("trace_id").asString());
            assertThat(fieldsOf(line)).containsAllEntriesOf(fieldsOf(span));
        });
    }

    @Test
    void queryJoinsLinesAndSpans(@TempDir Path directory) throws Exception {
        Files.write(directory.resolve("otel.jsonl"), demo.out());
        Markdown page = new Markdown(Path.of("README.md"));
        List<List<String>> rows = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:", new Properties());
                Statement statement = duckDb.createStatement()) {
            statement.execute("SET file_search_path = '" + directory + "'");
            try (ResultSet result = statement.executeQuery(page.blocks("sql").get(0))) {
                while (result.next()) {
                    rows.add(List.of(result.getString(1), result.getString(2), result.getString(3)));
                }
            }
        }
        assertThat(rows).isEqualTo(page.tableUnder("Lines and spans in SQL"));
    }

    /** Back ends count each span with this attribute as a model call. */
    @Test
    void onlySpansOfModelCallsHaveModelAttribute() {
        assertThat(spans.values())
                .allSatisfy(span -> assertThat(span.has("gen_ai.request.model"))
                        .as(span.toString())
                        .isEqualTo(!span.get("span").asString().startsWith("execute_tool")));
    }

    @Test
    void eachRequestIsOneTrace() {
        Map<String, Set<String>> requests = spans.values().stream()
                .collect(Collectors.groupingBy(
                        span -> span.get("trace_id").asString(),
                        Collectors.mapping(span -> span.get("request_id").asString(), Collectors.toSet())));
        assertThat(requests).hasSize(8);
        assertThat(requests.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));
        assertThat(requests.values()).doesNotHaveDuplicates();
        assertThat(spans.values())
                .filteredOn(span -> !span.has("parent_span_id"))
                .hasSize(8)
                .allSatisfy(span -> assertThat(span.get("span").asString()).isEqualTo("invoke_agent"));
    }

    @Test
    void rejectsOtherLayouts() {
        Result refused = new ForkedJvm()
                .property("otel", "true")
                .property("layout", "ecs")
                .property("framework", "logback")
                .run(Demo.class);

        assertThat(refused.err())
                .containsExactly("Unknown -Dlayout=ecs for logback with -Dotel. Valid values: logstash");
        assertThat(refused.exitValue()).isEqualTo(2);
    }

    @Test
    void readmeShowsPrintedLines() {
        List<JsonNode> shown = new Markdown(Path.of("README.md"))
                .lines("json")
                .map(ScriptRun.JSON::readTree)
                .toList();
        List<JsonNode> printed = new ArrayList<>(spans.values());
        printed.addAll(lines);
        printed.addAll(List.of(summary("s-alice"), summary("s-bob")));

        assertThat(shown).hasSize(5);
        assertThat(shown.stream().map(OtelDemoTest::withoutVolatileValues))
                .isSubsetOf(printed.stream()
                        .map(OtelDemoTest::withoutVolatileValues)
                        .toList());
    }

    /** Returns the result of the README's jq filter for a session. */
    private static ObjectNode summary(String session) {
        List<JsonNode> ofSession = lines.stream()
                .filter(line -> line.path("session_id").asString("").equals(session))
                .toList();
        return ScriptRun.JSON
                .createObjectNode()
                .put("session_id", session)
                .put("spans", (int) spans.values().stream()
                        .filter(span -> span.get("session_id").asString().equals(session))
                        .count())
                .put("lines", ofSession.size())
                .put("lines_with_trace", (int) ofSession.stream()
                        .filter(line -> !idIn(line, "trace_id").isEmpty())
                        .count());
    }

    /**
     * Returns an id of OpenTelemetry, or empty if the line has none. Logback writes it at the top level, Log4j writes
     * it in {@code mdc}.
     */
    private static String idIn(JsonNode line, String key) {
        return line.path(key).asString(line.path("mdc").path(key).asString(""));
    }

    private static Map<String, JsonNode> fieldsOf(JsonNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        FIELDS.stream().filter(object::has).forEach(key -> fields.put(key, object.get(key)));
        return fields;
    }

    private static JsonNode withoutVolatileValues(JsonNode object) {
        ObjectNode copy = (ObjectNode) object.deepCopy();
        for (String key : List.of(
                "@timestamp",
                "thread_name",
                "request_id",
                "trace_id",
                "span_id",
                "parent_span_id",
                "start",
                "microseconds")) {
            if (copy.has(key)) {
                copy.put(key, "volatile");
            }
        }
        return copy;
    }
}
