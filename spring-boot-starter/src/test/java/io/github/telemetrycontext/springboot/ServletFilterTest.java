package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP requests to Tomcat. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServletFilterTest {

    private RunningApplication application;

    @BeforeAll
    void start() {
        application = RunningApplication.servlet(
                ServletApplication.class,
                RunningApplication.IDS,
                // The first request would log the lines of the initialization.
                "--spring.mvc.servlet.load-on-startup=1",
                "--telemetry.context.web.enabled=true",
                "--telemetry.context.web.session-id-header=X-Session-Id");
    }

    @AfterAll
    void end() {
        application.close();
    }

    private List<String> linesOf(String path, String requestId) throws Exception {
        application.get(path, "X-Request-Id", requestId, "X-Session-Id", "alice");
        return application.lines(requestId + "  ]");
    }

    @Test
    void usesIdsOfHeaders() throws Exception {
        assertThat(linesOf("/plain", "r-1"))
                .containsExactly("INFO dispatch REQUEST [alice r-1  ]", "INFO handled [alice r-1  ]");
    }

    @Test
    void generatesRequestIdAndSetsNoSessionWithoutHeaders() throws Exception {
        int before = application.lines().size();
        application.get("/plain");
        application.get("/plain");

        List<String> handled = application.lines().stream()
                .skip(before)
                .filter(line -> line.contains("handled"))
                .toList();
        assertThat(handled)
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("INFO handled \\[ [0-9a-f]{32}  ]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a\"b", "a'b", "a\\b", "a\tb", "a\u001bb", "\u00e4", "a\u0085b", ""})
    void replacesInvalidRequestIdAndOmitsInvalidSession(String id) throws Exception {
        assertRefused(id);
    }

    @Test
    void replacesIdThatIsTooLong() throws Exception {
        assertRefused("x".repeat(129));
        assertThat(linesOf("/plain", "x".repeat(128))).hasSize(2);
    }

    /** Uses a plain socket, because HTTP clients do not send most of these values. */
    private void assertRefused(String id) throws Exception {
        int before = application.lines().size();
        List<String> answer;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), application.port())) {
            socket.getOutputStream()
                    .write(("GET /plain HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: " + id
                                    + "\r\nX-Session-Id: " + id + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        }
        List<String> lines = application.lines().stream()
                .skip(before)
                .filter(line -> line.contains("dispatch") || line.contains("handled"))
                .toList();
        if (answer.contains("done")) {
            assertThat(lines).hasSize(2).allMatch(line -> line.matches("INFO .* \\[ [0-9a-f]{32}  ]"));
        } else {
            // Tomcat itself rejects the request.
            assertThat(answer.get(0)).contains(" 400");
            assertThat(lines).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/callable, dispatch REQUEST|handled|called|dispatch ASYNC",
        "/deferred, dispatch REQUEST|dispatch ASYNC",
        "/stream, dispatch REQUEST|streamed|dispatch ASYNC",
        "/error-code, dispatch REQUEST|dispatch ERROR"
    })
    void eachDispatchAndTaskHasIds(String path, String messages) throws Exception {
        String requestId = "r-" + path.substring(1);

        assertThat(linesOf(path, requestId))
                .containsExactly(List.of(messages.split("\\|")).stream()
                        .map(message -> "INFO " + message + " [alice " + requestId + "  ]")
                        .toArray(String[]::new));
    }

    @Test
    void failingCallableAndErrorPageHaveIds() throws Exception {
        assertThat(linesOf("/failing-callable", "r-fails"))
                .contains("INFO called [alice r-fails  ]", "INFO dispatch ASYNC [alice r-fails  ]");
        assertThat(linesOf("/failing-callable", "r-fails")).contains("INFO dispatch ERROR [alice r-fails  ]");
    }

    @Test
    void concurrentRequestsHaveTheirOwnIds() throws Exception {
        CompletableFuture<Void> alice = CompletableFuture.runAsync(() -> together("alice"));
        CompletableFuture<Void> bob = CompletableFuture.runAsync(() -> together("bob"));
        CompletableFuture.allOf(alice, bob).join();

        for (String user : List.of("alice", "bob")) {
            assertThat(application.lines("INFO " + user))
                    .containsExactly(
                            "INFO " + user + " comes [" + user + " r-" + user + "  ]",
                            "INFO " + user + " goes [" + user + " r-" + user + "  ]");
        }
    }

    private void together(String user) {
        try {
            application.get("/together/" + user, "X-Request-Id", "r-" + user, "X-Session-Id", user);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
