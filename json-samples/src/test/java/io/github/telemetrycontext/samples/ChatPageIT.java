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
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What CHAT.md shows comes out of what it says, run on the lines of the chats. */
class ChatPageIT {

    private static final Markdown PAGE = new Markdown(Path.of("CHAT.md"));

    @TempDir
    private static Path directory;

    @BeforeAll
    static void chat() throws IOException {
        Files.write(directory.resolve("chat.jsonl"), ChatSample.LANGCHAIN4J.output());
        Files.write(directory.resolve("chat-spring-ai.jsonl"), ChatSample.SPRING_AI.output());
    }

    @Test
    void eachJqCommandPrintsItsBlock() throws Exception {
        assumeTrue(isInstalled("jq"), "jq is not installed");
        List<String> commands = PAGE.blocks("sh").stream()
                .filter(command -> command.startsWith("jq"))
                .toList();
        List<String> outputs = PAGE.blocks("json");

        assertThat(commands).hasSameSizeAs(outputs).hasSize(4);
        for (int i = 0; i < commands.size(); i++) {
            assertThat(printedBy(commands.get(i)).map(ChatPageIT::withoutNumbersOfThreads))
                    .as(commands.get(i))
                    .containsExactlyInAnyOrderElementsOf(outputs.get(i)
                            .lines()
                            .map(ChatPageIT::withoutNumbersOfThreads)
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 'Requests, in DuckDB'", "1, 'Sessions, in DuckDB'"})
    void eachQueryGivesItsTable(int query, String heading) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:", new Properties());
                Statement statement = duckDb.createStatement()) {
            statement.execute("SET file_search_path = '" + directory + "'");
            try (ResultSet result = statement.executeQuery(PAGE.blocks("sql").get(query))) {
                while (result.next()) {
                    rows.add(row(result));
                }
            }
        }
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
    void thePropertiesAreThoseOfBoth() throws IOException {
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

    /** Those of the HTTP client have other names on machines with more processors. */
    private static String withoutNumbersOfThreads(String line) {
        return line.replaceAll(
                        "\"(Thread-|ForkJoinPool.commonPool-worker-|HttpClient-\\d+-Worker-)\\d+\"", "\"Thread-N\"")
                .replaceAll("(exec|task)-\\d+\"", "$1-N\"");
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
