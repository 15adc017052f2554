package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.telemetrycontext.testsupport.Markdown;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.ObjectMapper;

/** Runs the commands and queries of CHAT.md on the log lines of the chats, and compares the output with the page. */
class ChatPageIT {

    private static final Markdown PAGE = new Markdown(Path.of("CHAT.md"));
    private static final Markdown README = new Markdown(Path.of("../README.md"));

    @TempDir
    private static Path directory;

    @BeforeAll
    static void chat() throws IOException {
        Files.write(directory.resolve("chat.jsonl"), ChatSample.LANGCHAIN4J.output());
        Files.write(directory.resolve("chat-spring-ai.jsonl"), ChatSample.SPRING_AI.output());
        Files.copy(Path.of("conversation.jq"), directory.resolve("conversation.jq"));
    }

    @Test
    void jqCommandsPrintTheirBlocks() throws Exception {
        assumeTrue(isInstalled("jq"), "jq is not installed");
        List<String> commands = PAGE.blocks("sh").stream()
                .filter(command -> command.startsWith("jq -c"))
                .toList();
        List<String> outputs = PAGE.blocks("json");

        assertThat(commands).hasSameSizeAs(outputs).hasSize(4);
        for (int i = 0; i < commands.size(); i++) {
            assertThat(printedBy(commands.get(i)).map(ChatPageIT::withoutThreadNumbers))
                    .as(commands.get(i))
                    .containsExactlyInAnyOrderElementsOf(outputs.get(i)
                            .lines()
                            .map(ChatPageIT::withoutThreadNumbers)
                            .toList());
        }
    }

    @Test
    void drawsConversationOfPage() throws Exception {
        assumeTrue(isInstalled("jq"), "jq is not installed");
        String command = PAGE.blocks("sh").stream()
                .filter(block -> block.contains("conversation.jq"))
                .findFirst()
                .orElseThrow();
        assertThat(barsOf(printedBy(command)))
                .hasSizeGreaterThan(20)
                .isEqualTo(barsOf(PAGE.blocks("mermaid").get(0).lines()))
                .containsAll(barsOf(README.blocks("mermaid").get(0).lines()));
    }

    @Test
    void readmeShowsLinesOfItsChart() throws IOException {
        assertThat(README.blocks("json").get(0).lines())
                .hasSize(2)
                .extracting(line -> withoutThreadNumbers(Markdown.atAnyTime(line)))
                .isSubsetOf(Files.readAllLines(directory.resolve("chat.jsonl")).stream()
                        .map(line -> withoutThreadNumbers(Markdown.atAnyTime(line)))
                        .toList());
    }

    /** Each golden file has a session and a warning. */
    @Test
    void drawsEachLayout() throws Exception {
        assumeTrue(isInstalled("jq"), "jq is not installed");
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden"))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".jsonl")).toList()) {
                String lines = Files.readString(file).replaceAll("\"<(time|thread)>\"", "1764300000");
                Files.writeString(directory.resolve("layout.jsonl"), lines);
                assertThat(printedBy("jq -rs --arg session s-1 -f conversation.jq layout.jsonl"))
                        .as(file.toString())
                        .contains("  title Session s-1", "  section Request 0123456789abcdef0123456789abcdef")
                        .anyMatch(line -> line.startsWith("  on main, attempt 3 :crit, 17643000"));
            }
        }
    }

    /** These names are keywords in Mermaid, or make it fail. */
    @Test
    void drawsHostileNames() throws Exception {
        assumeTrue(isInstalled("jq"), "jq is not installed");
        List<String> names = List.of(
                "",
                "  ",
                "title x",
                "a:b;c#d%%e",
                "%%{init: {}}%%",
                "```",
                "<b>&lt;</b>",
                "end\n\u0000\t",
                "x".repeat(300),
                "x".repeat(301));
        List<String> times = List.of(
                "2026-11-27T23:59:59.5Z",
                "2026-11-28T00:59:59,500+0100",
                "2026-11-27T20:59:59.500-03:00",
                "1795823999.5");
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            String time = times.get(lines.size() % times.size());
            lines.add(new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "@timestamp",
                            time.startsWith("1") ? (Object) Double.valueOf(time) : time,
                            "thread",
                            name,
                            "session_id",
                            "a:b",
                            "request_id",
                            name)));
        }
        Files.write(directory.resolve("hostile.jsonl"), lines);

        List<String> chart = printedBy("jq -rs --arg session a:b -f conversation.jq hostile.jsonl")
                .toList();
        assertThat(chart.stream().filter(line -> line.startsWith("  on ")))
                .hasSize(names.size())
                .allMatch(line -> line.matches("  on[\\w ./-]{1,38} :1795823999500, 1795823999501"));
        assertThat(chart.stream().filter(line -> line.startsWith("  section ")))
                .as("Mermaid takes sections of one name for one")
                .hasSize(names.size())
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("  section Request [\\w ./-]{1,45}"));
    }

    /** Spring AI's lines have another JSON structure and other numbers. */
    @Test
    void queryFindsRequestsOfSpringAi() throws SQLException {
        String query = PAGE.blocks("sql")
                .get(0)
                .replace("chat.jsonl", "chat-spring-ai.jsonl")
                .replace("level = ", "log.level = ");
        assertThat(rows(query).stream().map(row -> row.get(0) + " " + row.get(2) + " " + row.get(3)))
                .hasSize(8)
                .contains("alice-5 3 false", "alice-6 1 true");
    }

    private static List<List<String>> rows(String query) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:", new Properties());
                Statement statement = duckDb.createStatement()) {
            statement.execute("SET file_search_path = '" + directory + "'");
            try (ResultSet result = statement.executeQuery(query)) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"0, 'Query requests with DuckDB'", "1, 'Query sessions with DuckDB'"})
    void eachQueryReturnsItsTable(int query, String heading) throws SQLException {
        List<List<String>> rows = rows(PAGE.blocks("sql").get(query));
        List<List<String>> table = PAGE.tableUnder(heading);
        boolean takesTime = query == 0;
        assertThat(rows.stream().map(row -> takesTime ? row.subList(0, row.size() - 1) : row))
                .containsExactlyElementsOf(table.stream()
                        .map(row -> takesTime ? row.subList(0, row.size() - 1) : row)
                        .toList());
        if (takesTime) {
            assertThat(rows.subList(6, 8))
                    .as("slow ones")
                    .allSatisfy(row -> assertThat(Integer.parseInt(row.get(row.size() - 1)))
                            .isGreaterThanOrEqualTo(500));
        }
    }

    @Test
    void pageShowsPropertiesOfBothSamples() throws IOException {
        String block = PAGE.blocks("properties").get(0);
        String ofSpringAi = block.replaceFirst(".*number-attempts.*\n", "")
                .replace("logstash", "ecs")
                .replace("dev.langchain4j", "org.springframework.ai");

        assertThat(block.lines()).hasSize(5);
        assertThat(properties("chat-langchain4j")).contains(block);
        assertThat(properties("chat-spring-ai")).contains(ofSpringAi);
    }

    private static String properties(String sample) throws IOException {
        return Files.readString(Path.of(sample, "src/main/resources/application.properties"));
    }

    private static List<String> row(ResultSet result) throws SQLException {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
            row.add(result.getString(column));
        }
        return row;
    }

    /** On machines with more processors, the threads of the HTTP client have other numbers. */
    private static String withoutThreadNumbers(String line) {
        return line.replaceAll(
                        "\"(Thread-|ForkJoinPool.commonPool-worker-|HttpClient-\\d+-Worker-)\\d+\"", "\"Thread-N\"")
                .replaceAll("(exec|task)-\\d+\"", "$1-N\"");
    }

    /** Returns the bars without times, by request. A pool may use one thread twice, which turns two bars into one. */
    private static Set<String> barsOf(Stream<String> chart) {
        Set<String> bars = new TreeSet<>();
        String[] section = {""};
        chart.forEach(line -> {
            if (line.contains(" section ")) {
                section[0] = line;
            }
            String bar = line.replaceAll("\\d+, \\d+$", "").replaceAll("on (\\D+)(1-exec-)?\\d+", "on $1N");
            bars.add(section[0] + bar);
        });
        return bars;
    }

    private static Stream<String> printedBy(String command) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        int exitCode = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        assertThat(exitCode).as(command).isZero();
        return Files.readAllLines(out).stream();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
