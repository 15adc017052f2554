package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Each line has the fields of its request. {@code [granite 1]} is the model and the iteration, {@code [- -]} means
 * none.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class Calls extends ChatTest {

    private static final String CALL = """
            listener request [granite 1]
            HTTP request [granite 1]
            HTTP response [granite 1]
            listener response [granite 1]
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext application;
    private final String threads;

    /** @param threads the prefix of the names of request threads */
    Calls(String threads, String... properties) {
        this.threads = threads;
        this.application = start(ChatApplication.class, properties);
    }

    @AfterAll
    void end() {
        application.close();
    }

    private String send(String path, String user, String question, String... headers) {
        String port = application.getEnvironment().getRequiredProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + path + "?user=" + user + "&question=" + question);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .headers("X-Session-Id", "s-" + user)
                .headers(headers.length == 0 ? new String[] {"X-Request-Id", "r-" + user} : headers)
                .build();
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Alice asks a question. All lines have her session and share one request. */
    private List<Line> ask(String path, String question, String last) {
        send(path, "alice", question);
        List<Line> lines = linesUntil(last, "r-alice");
        assertThat(lines()).allSatisfy(line -> {
            assertThat(line.session()).isEqualTo("s-alice");
            assertThat(line.request()).isEqualTo("r-alice");
        });
        return lines;
    }

    @Test
    void callHasAllFields() {
        List<Line> lines = ask("/answer", "hello", "answered");
        assertLines(lines, "asked [- -]\n" + CALL + "answered [- -]");
        assertThat(lines).allSatisfy(line -> assertThat(line.thread()).startsWith(threads));
    }

    @Test
    void toolHasAllFields() {
        assertLines(
                ask("/answer", "weather", "answered"),
                "asked [- -]\n" + CALL + "weather Oslo [granite 1]\n" + CALL + "answered [- -]");
    }

    @Test
    void parallelToolsHaveAllFields() {
        List<Line> lines = ask("/plan", "plan", "answered");
        assertThat(lines.subList(5, 7))
                .extracting(Line::toString)
                .containsExactlyInAnyOrder("weather Oslo [granite 1]", "calendar today [granite 1]");
        assertThat(lines.subList(5, 7))
                .extracting(Line::thread)
                .doesNotContain(lines.get(0).thread());
        assertLines(lines.subList(7, lines.size()), CALL + "answered [- -]");
    }

    @Test
    void guardrailCountsAttempts() {
        assertLines(
                ask("/reviewed", "review", "answered"),
                "asked [- -]\n" + CALL + "reviewing draft [granite 1]\n" + CALL.replace('1', '2')
                        + "reviewing onetwothree [granite 2]\nanswered [- -]");
    }

    @Test
    void refusedCallHasAllFields() {
        assertLines(ask("/answer", "busy", "failed"), """
                asked [- -]
                listener request [granite 1]
                HTTP request [granite 1]
                listener error [granite 1]
                failed [- -]
                """);
    }

    @Test
    void tokensHaveAllFields() {
        assertLines(ask("/tokens", "weather", "answered"), """
                asked [- -]
                listener request [granite-stream 1]
                HTTP request [granite-stream 1]
                HTTP response [granite-stream 1]
                ServerSentEvent { [granite-stream 1]
                ServerSentEvent { [granite-stream 1]
                ServerSentEvent { [granite-stream 1]
                listener response [granite-stream 1]
                weather Oslo [granite-stream 1]
                listener request [granite-stream 1]
                HTTP request [granite-stream 1]
                HTTP response [granite-stream 1]
                ServerSentEvent { [granite-stream 1]
                piece yes [granite-stream 1]
                ServerSentEvent { [granite-stream 1]
                ServerSentEvent { [granite-stream 1]
                listener response [granite-stream 1]
                answered [granite-stream 1]
                """);
    }

    @Test
    void refusedStreamHasAllFields() {
        assertLines(ask("/tokens", "busy", "failed").subList(0, 5), """
                asked [- -]
                listener request [granite-stream 1]
                HTTP request [granite-stream 1]
                listener error [granite-stream 1]
                failed [granite-stream 1]
                """);
    }

    @Test
    void cancelledStreamHasAllFields() {
        assertLines(ask("/first-token", "hello", "cancelled"), """
                asked [- -]
                listener request [granite-stream 1]
                HTTP request [granite-stream 1]
                HTTP response [granite-stream 1]
                ServerSentEvent { [granite-stream 1]
                piece one [granite-stream 1]
                cancelled [granite-stream 1]
                """);
    }

    /** The application's operators run with the context of the subscriber, which is the context of the request. */
    @ParameterizedTest
    @ValueSource(strings = {"/flux", "/first-of-flux"})
    void fluxHasAllFieldsExceptInOperatorsOfApplication(String path) {
        List<Line> lines = ask(path, "hello", "listener response");
        assertThat(lines.stream().filter(line -> line.message().matches("(HTTP|listener|ServerSentEvent) .*")))
                .hasSize(9)
                .allSatisfy(line -> assertThat(line.toString()).endsWith(" [granite-stream 1]"));
        assertThat(lines).extracting(Line::message).contains("piece one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/answer", "/tokens"})
    void concurrentUsersKeepTheirSessions(String path) {
        List.of("alice", "bob").stream()
                .map(user -> CompletableFuture.runAsync(() -> send(path, user, "together")))
                .toList()
                .forEach(CompletableFuture::join);
        List<Line> alice = linesUntil("answered", "r-alice");
        List<Line> bob = linesUntil("answered", "r-bob");
        assertThat(alice).extracting(Line::session).containsOnly("s-alice");
        assertThat(bob).extracting(Line::session).containsOnly("s-bob");
        assertThat(alice).extracting(Line::toString).contains("weather Oslo [" + modelOf(path) + " 1]");
        assertThat(bob).hasToString(alice.toString());
        assertThat(lines()).hasSize(alice.size() + bob.size());
    }

    private static String modelOf(String path) {
        return path.equals("/answer") ? "granite" : "granite-stream";
    }

    @Test
    void generatesIdForRequestWithoutId() {
        Stream.of("/answer", "/tokens").forEach(path -> send(path, "alice", "hello", "Accept", "*/*"));
        Set<String> requests = lines().stream().map(Line::request).collect(Collectors.toSet());
        assertThat(requests)
                .hasSize(2)
                .allSatisfy(request -> assertThat(request).matches("[0-9a-f]{32}"));
    }
}
