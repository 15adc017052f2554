package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.samples.Lines.Answers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.codelibs.opensearch.runner.OpenSearchRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The index template and the queries of docs/search.md in an OpenSearch node. */
class OpenSearchTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final OpenSearchRunner NODE = new OpenSearchRunner();

    private static String address = "";

    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() throws Exception {
        NODE.build(OpenSearchRunner.newConfigs()
                .clusterName("lines")
                .numOfNode(1)
                .basePath(directory.toString())
                .useLogger());
        NODE.ensureYellow();
        address = "http://localhost:" + NODE.node().settings().get("http.port") + "/";
        send("PUT", "_index_template/app-logs", Files.readString(Lines.sample("index-template.json")));
    }

    @AfterAll
    static void stop() throws IOException {
        NODE.close();
        NODE.clean();
    }

    @Test
    void storesEachLineOfAllLayoutsAndFindsEachSession() throws Exception {
        List<Path> layouts = Lines.ofAllLayouts();
        for (Path file : layouts) {
            assertThat(refused("app-logs-all", file)).as(file.toString()).isEmpty();
        }
        String[] sessions = ManyIdsProgram.sessions();
        for (int i = 0; i < sessions.length; i++) {
            assertThat(count("app-logs-all", term("session_id", ManyIdsProgram.written(sessions[i]))))
                    .as(sessions[i])
                    .isEqualTo(layouts.size());
            assertThat(count("app-logs-all", term("request_id", "r-" + i))).isEqualTo(layouts.size());
        }
        for (String request : List.of("r-failed", "r-own", "r-long")) {
            assertThat(count("app-logs-all", term("request_id", request))).isEqualTo(layouts.size());
        }
        String failed = JSON.readTree(Lines.PAGE.blocks("json").get(3))
                .findValue("errors")
                .path("filter")
                .toString();
        assertThat(count("app-logs-all", failed)).isEqualTo(layouts.size());
        long more = IntStream.range(0, sessions.length)
                .filter(i -> ManyIdsProgram.iteration(i) > 1)
                .count();
        assertThat(count("app-logs-all", "{\"range\":{\"sampling_iteration\":{\"gt\":1}}}"))
                .isEqualTo(more * layouts.size());
    }

    @Test
    void rejectsLinesWithoutTemplate() throws Exception {
        assertThat(refused("other", Lines.ofLayout(Framework.LOGBACK, "logstash")))
                .anyMatch(error -> error.contains("field [session_id] of type [date]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"langchain4j", "spring-ai"})
    void answersFourQuestions(String library) throws Exception {
        String index = "app-logs-" + library;
        Path chat = Lines.ofChat(library);
        assertThat(refused(index, chat)).isEmpty();
        List<JsonNode> answers = Lines.PAGE.blocks("json").stream()
                .map(query -> send("POST", index + "/_search", query))
                .toList();

        Answers expected = Answers.in(chat);
        assertThat(answers).hasSize(4);
        assertThat(total(answers.get(0))).isEqualTo(expected.session()).isPositive();
        assertThat(total(answers.get(1))).isEqualTo(expected.request()).isPositive();
        assertThat(requests(answers.get(2))).isEqualTo(expected.repeated()).isNotEmpty();
        assertThat(requests(answers.get(3))).isEqualTo(expected.failedOrSlow()).isNotEmpty();
    }

    private static long total(JsonNode answer) {
        return answer.path("hits").path("total").path("value").asLong();
    }

    private static List<String> requests(JsonNode answer) {
        return answer.path("aggregations")
                .path("requests")
                .path("buckets")
                .valueStream()
                .map(bucket -> bucket.path("key").asString())
                .sorted()
                .toList();
    }

    /** Indexes a file and returns the errors. */
    private static List<String> refused(String index, Path file) throws IOException {
        String bulk = Files.readAllLines(file).stream()
                .map(line -> "{\"index\":{}}\n" + line + "\n")
                .collect(Collectors.joining());
        JsonNode answer = send("POST", index + "/_bulk?refresh=true", bulk);
        return answer.path("items")
                .valueStream()
                .map(item -> item.path("index"))
                .filter(item -> item.has("error"))
                .map(item -> item.path("error").toString())
                .toList();
    }

    private static String term(String field, String value) {
        return "{\"term\":{" + JSON.writeValueAsString(field) + ":" + JSON.writeValueAsString(value) + "}}";
    }

    private static long count(String index, String query) {
        return send("POST", index + "/_count", "{\"query\":" + query + "}")
                .path("count")
                .asLong();
    }

    private static JsonNode send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var response = CLIENT.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isLessThan(300);
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(path, e);
        }
    }
}
