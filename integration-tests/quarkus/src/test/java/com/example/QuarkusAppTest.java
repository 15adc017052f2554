package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
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
import org.junit.jupiter.api.Test;

/** An application that writes JSON lines. Two users send requests concurrently. */
@QuarkusTest
class QuarkusAppTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource("/chat")
    @SuppressWarnings("NullAway.Init") // set by injection
    URI server;

    @Test
    void eachLineOfRequestHasItsIdsAsText() throws Exception {
        sendRequests();
        assertThat(lines())
                .isEqualTo(Map.of(
                        "blocking", Set.of("own"),
                        "iteration", Set.of("own \"1\"", "own \"2\""),
                        "event loop", Set.of("own"),
                        "uni", Set.of("own"),
                        "pool", Set.of("own"),
                        "plain pool", Set.of("none")));
    }

    @Test
    void linesHaveNoIdsIfHandlerHasNoFilter() throws Exception {
        sendRequests();
        assertThat(Path.of("target", "plain.log"))
                .content()
                .contains("alice blocking")
                .doesNotContain("s-alice");
    }

    private void sendRequests() {
        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            for (String user : List.of("alice", "bob")) {
                for (String kind : List.of("/blocking", "/uni", "/pool", "/plain-pool")) {
                    responses.add(client.sendAsync(request(kind, user), BodyHandlers.ofString()));
                }
            }
        }
        for (CompletableFuture<HttpResponse<String>> response : responses) {
            assertThat(response.join().statusCode()).isEqualTo(200);
        }
    }

    private static Map<String, Set<String>> lines() throws Exception {
        Map<String, Set<String>> steps = new TreeMap<>();
        for (String text : Files.readAllLines(Path.of("target", "app.json"))) {
            JsonNode line = JSON.readTree(text);
            if (line.path("loggerName").asText().equals("app")) {
                String[] userAndStep = line.get("message").asText().split(" ", 2);
                steps.computeIfAbsent(userAndStep[1], step -> new TreeSet<>())
                        .add(ids(line.path("mdc"), userAndStep[0]));
            }
        }
        return steps;
    }

    private static String ids(JsonNode line, String user) {
        String ids = !line.has("session_id") && !line.has("request_id")
                ? "none"
                : line.path("session_id").asText().equals("s-" + user)
                                && line.path("request_id").asText().equals("r-" + user)
                        ? "own"
                        : "other";
        // Includes the quotes if the value is text.
        JsonNode iteration = line.get("sampling_iteration");
        return iteration == null ? ids : ids + " " + iteration;
    }

    private HttpRequest request(String path, String user) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .header("X-User", user)
                .header("X-Session-Id", "s-" + user)
                .header("X-Request-Id", "r-" + user)
                .build();
    }
}
