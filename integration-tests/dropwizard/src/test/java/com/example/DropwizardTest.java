package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications with Dropwizard's JSON layout behind a queue. Two users send requests concurrently. */
@ExtendWith(TelemetryContextExtension.class)
class DropwizardTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int REQUESTS = 20;

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @CsvSource({"nested.yml, /mdc", "flat.yml, ''"})
    void eachLineOfRequestHasItsIdsAsText(String configuration, String fields) throws Exception {
        assertThat(lines(configuration, fields, "/chat"))
                .isEqualTo(Map.of(
                        "resource", Set.of("own"),
                        "iteration", Set.of("own \"1\"", "own \"2\""),
                        "pool", Set.of("own")));
    }

    @Test
    void linesHaveNoIdsByDefault() throws Exception {
        assertThat(lines("nested.yml", "/mdc", "/plain"))
                .isEqualTo(Map.of(
                        "resource", Set.of("none"),
                        "iteration", Set.of("none \"1\"", "none \"2\""),
                        "pool", Set.of("none")));
    }

    private Map<String, Set<String>> lines(String configuration, String fields, String path) throws Exception {
        Path log = Path.of("target", configuration.replace(".yml", ".json"));
        Files.deleteIfExists(log);
        ChatApplication application = new ChatApplication();
        application.run("server", "src/test/resources/" + configuration);
        try {
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                for (String user : List.of("alice", "bob")) {
                    for (String kind : List.of("", "/suspended")) {
                        responses.add(client.sendAsync(
                                request(application.port(), path + kind, user), BodyHandlers.ofString()));
                    }
                }
            }
            for (CompletableFuture<HttpResponse<String>> response : responses) {
                assertThat(response.join().statusCode()).isEqualTo(200);
            }
            Awaitility.await().until(() -> Files.readAllLines(log).size() == 2 * 4 * REQUESTS);
        } finally {
            application.stop();
        }
        Map<String, Set<String>> steps = new TreeMap<>();
        for (String text : Files.readAllLines(log)) {
            JsonNode line = JSON.readTree(text);
            String[] userAndStep = line.get("message").asText().split(" ", 2);
            steps.computeIfAbsent(userAndStep[1], step -> new TreeSet<>()).add(ids(line.at(fields), userAndStep[0]));
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

    private static HttpRequest request(int port, String path, String user) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("X-User", user)
                .header("X-Session-Id", "s-" + user)
                .header("X-Request-Id", "r-" + user)
                .build();
    }
}
