package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that writes JSON lines. Two users send requests concurrently. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MicronautTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Path LINES = Path.of("target", "app.json");

    private final EmbeddedServer server =
            ApplicationContext.run(EmbeddedServer.class, Map.of("micronaut.server.port", -1));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    void close() {
        server.close();
    }

    @Test
    void eachLineOfRequestHasItsIds() throws Exception {
        Map<String, Set<String>> steps = new TreeMap<>();
        for (String step : List.of("event loop", "blocking", "pool", "async method", "mono", "client")) {
            steps.put(step, Set.of("own"));
        }
        steps.put("iteration", Set.of("own 1", "own 2"));
        assertThat(lines("/chat")).isEqualTo(steps);
    }

    @Test
    void linesHaveNoIdsByDefault() throws Exception {
        Map<String, Set<String>> steps = new TreeMap<>();
        for (String step : List.of("event loop", "blocking", "pool", "async method", "mono", "client")) {
            steps.put(step, Set.of("none"));
        }
        steps.put("iteration", Set.of("none 1", "none 2"));
        assertThat(lines("/plain")).isEqualTo(steps);
    }

    private Map<String, Set<String>> lines(String path) throws Exception {
        int before = Files.readAllLines(LINES).size();
        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (String user : List.of("alice", "bob")) {
                for (String kind : List.of("/event-loop", "/blocking", "/reactive")) {
                    responses.add(client.sendAsync(request(path + kind, user), BodyHandlers.ofString()));
                }
            }
        }
        for (CompletableFuture<HttpResponse<String>> response : responses) {
            assertThat(response.join().statusCode()).isEqualTo(200);
        }
        Map<String, Set<String>> steps = new TreeMap<>();
        List<String> lines = Files.readAllLines(LINES);
        for (String text : lines.subList(before, lines.size())) {
            JsonNode line = JSON.readTree(text);
            String[] userAndStep = line.get("message").asText().split(" ", 2);
            steps.computeIfAbsent(userAndStep[1], step -> new TreeSet<>()).add(ids(line, userAndStep[0]));
        }
        return steps;
    }

    private static String ids(JsonNode line, String user) {
        String ids = !line.has("session_id") && !line.has("request_id")
                ? "none"
                : line.path("session_id").asText("").equals("s-" + user)
                                && line.path("request_id").asText("").equals("r-" + user)
                        ? "own"
                        : "other";
        JsonNode iteration = line.get("sampling_iteration");
        // An iteration as text would have quotes.
        return iteration == null ? ids : ids + " " + iteration;
    }

    private HttpRequest request(String path, String user) {
        return HttpRequest.newBuilder(URI.create(server.getURL() + path))
                .header("X-User", user)
                .header("X-Session-Id", "s-" + user)
                .header("X-Request-Id", "r-" + user)
                .build();
    }
}
