package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.RunningApplication.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** HTTP requests of users to one application with the web filter. Each user is a session. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Requests {

    private static final int TIMES = 10;

    final RunningApplication application;

    Requests(String threads) throws Exception {
        application = RunningApplication.start(Stream.concat(Stream.of(threads), Stream.of(RunningApplication.WEB))
                .toArray(String[]::new));
    }

    @AfterAll
    void end() {
        application.close();
    }

    @Test
    void linesOfCallAndToolsShareOneRequest() throws Exception {
        assertThat(application.ask("/client", "alice", "alice")).isEqualTo("yes, alice");

        assertThatLinesShareOneRequest(
                "alice",
                "asked by alice",
                "before the call",
                "weather for alice",
                "calendar of alice",
                "after the call");
    }

    @Test
    void linesOfStreamAndToolsShareOneRequest() throws Exception {
        assertThat(application.ask("/client/stream", "bob", "bob")).isEqualTo("yes, bob");

        awaitLine("bob", "stream: onComplete");
        assertThatLinesShareOneRequest(
                "bob",
                "asked by bob",
                "before the stream",
                "weather for bob",
                "calendar of bob",
                "received",
                "piece",
                "complete",
                "stream: onComplete");
    }

    @Test
    void linesOfClientCreatedFromModelShareOneRequest() throws Exception {
        assertThat(application.ask("/created", "carol", "carol")).isEqualTo("yes, carol");

        assertThat(application.linesOf("carol"))
                .extracting(Line::message)
                .contains("weather for carol", "calendar of carol");
        assertThatRequestsOf("carol", 1);
    }

    @Test
    void linesOfStreamOfModelShareOneRequest() throws Exception {
        assertThat(application.ask("/model/stream", "dave", "hello")).isEqualTo("good day");

        assertThat(application.linesOf("dave")).extracting(Line::message).contains("piece", "complete");
        assertThatRequestsOf("dave", 1);
    }

    @Test
    void linesOfFailedCallShareOneRequest() throws Exception {
        assertThat(application.status("/client", "erin", "busy")).isEqualTo(502);

        assertThatLinesShareOneRequest("erin", "before the call", "after the call", "failed");
    }

    @Test
    void linesOfFailedStreamShareOneRequest() throws Exception {
        assertThat(application.status("/client/stream", "frank", "busy")).isEqualTo(502);

        awaitLine("frank", "stream: onError");
        assertThatLinesShareOneRequest("frank", "before the stream", "stream: onError", "failed");
    }

    @Test
    void linesOfCancelledStreamShareOneRequest() throws Exception {
        application.hangUp("/client/stream", "grace", "endless");

        awaitLine("grace", "stream: cancel");
        assertThatLinesShareOneRequest("grace", "before the stream", "received", "piece", "stream: cancel");
    }

    @Test
    void concurrentUsersKeepTheirSessions() throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        ExecutorService users = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (String user : List.of("heidi", "ivan")) {
                Callable<?> questions = () -> {
                    start.await();
                    for (int i = 0; i < TIMES; i++) {
                        assertThat(application.ask("/client", user, user)).isEqualTo("yes, " + user);
                        assertThat(application.ask("/client/stream", user, user))
                                .isEqualTo("yes, " + user);
                    }
                    return user;
                };
                running.add(users.submit(questions));
            }
            for (Future<?> user : running) {
                user.get();
            }
        } finally {
            users.shutdownNow();
        }

        for (String user : List.of("heidi", "ivan")) {
            assertThatRequestsOf(user, 2 * TIMES);
            Map<String, List<Line>> requests = application.lines().stream()
                    .filter(line -> line.message().endsWith(" " + user))
                    .collect(Collectors.groupingBy(line -> line.field("request_id")));
            assertThat(requests).hasSize(2 * TIMES);
            assertThat(requests.values())
                    .allSatisfy(lines -> assertThat(lines)
                            .extracting(Line::message)
                            .containsExactly("asked by " + user, "weather for " + user, "calendar of " + user));
            assertThat(requests.values())
                    .allSatisfy(lines -> assertThat(lines)
                            .allSatisfy(line -> assertThat(line.fields()).containsEntry("session_id", user)));
        }
    }

    private void awaitLine(String user, String message) {
        await().untilAsserted(() ->
                assertThat(application.linesOf(user)).extracting(Line::message).contains(message));
    }

    private void assertThatLinesShareOneRequest(String user, String... messages) {
        assertThat(application.linesOf(user)).extracting(Line::message).contains(messages);
        assertThatRequestsOf(user, 1);
        assertThat(application.linesOfCalls())
                .filteredOn(line -> line.field("session_id").equals(user))
                .extracting(line -> line.field("model_id"))
                .containsOnly("granite");
        // Counts the requests of all users so far.
        assertThat(application.linesOfCalls())
                .allSatisfy(line -> assertThat(line.fields()).containsKeys("session_id", "request_id"));
        assertThat(application.lines())
                .filteredOn(line -> line.logger().equals("web"))
                .allSatisfy(line -> assertThat(line.fields()).containsKeys("session_id", "request_id"));
    }

    private void assertThatRequestsOf(String user, int number) {
        assertThat(application.linesOf(user).stream()
                        .map(line -> line.field("request_id"))
                        .distinct())
                .hasSize(number)
                .allMatch(request -> request.matches("[0-9a-f]{32}"));
    }
}
