package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.server.ServerWebExchange;

/** HTTP requests to Netty, with Reactor's automatic propagation. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("webflux")
class WebFluxFilterTest {

    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("alice:secret".getBytes(StandardCharsets.UTF_8));

    private RunningApplication application;

    @BeforeAll
    void start() {
        application = RunningApplication.webFlux(
                WithResolver.class,
                RunningApplication.IDS,
                "--logging.level.org.springframework.web.server=debug",
                "--logging.level.io.github.telemetrycontext=debug",
                "--spring.reactor.context-propagation=auto",
                "--spring.security.user.name=alice",
                "--spring.security.user.password=secret",
                "--telemetry.context.web.enabled=true",
                "--telemetry.context.web.session-id-header=X-Session-Id");
    }

    @AfterAll
    void end() {
        application.close();
    }

    @Test
    void testsRunOnNetty() {
        assertThat(application.line("Netty started")).isNotEmpty();
        assertThat(application.line("Telemetry context:"))
                .contains("WebFlux filter, request_id from X-Request-Id, session_id from the bean resolver, else"
                        + " X-Session-Id;");
    }

    @Test
    void eachLineOfRequestHasIds() throws Exception {
        application.get("/plain", "X-Request-Id", "r-1", "X-Session-Id", "s-1");

        // Netty sends the response before Spring logs its last line.
        List<String> lines = await().until(
                        () -> application.lines("[s-1 r-1  ]"),
                        logged -> logged.stream().anyMatch(line -> line.contains("Completed 200 OK")));
        assertThat(lines).contains("INFO filtered [s-1 r-1  ]", "INFO handled [s-1 r-1  ]");
        assertThat(lines.get(0)).contains("HTTP GET \"/plain\"");
    }

    @Test
    void authenticatedUserTakesPrecedenceOverHeader() throws Exception {
        application.get("/private/plain", "Authorization", BASIC, "X-Request-Id", "r-2", "X-Session-Id", "s-2");

        assertThat(application.lines(" r-2  ]")).contains("INFO filtered [s-2 r-2  ]", "INFO handled [alice r-2  ]");
    }

    @Test
    void replacesInvalidRequestIdAndOmitsInvalidSession() throws Exception {
        application.get("/plain", "X-Request-Id", "a\"b", "X-Session-Id", "x".repeat(129));
        application.get("/plain");

        assertThat(application.lines("handled").stream().filter(line -> line.contains("[ ")))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.matches("INFO handled \\[ [0-9a-f]{32}  ]"));
    }

    @Test
    void errorHandlerHasIds() throws Exception {
        application.get("/failing", "X-Request-Id", "r-3");

        assertThat(application.lines("[ r-3  ]"))
                .containsOnlyOnce("INFO failed [ r-3  ]")
                .satisfiesOnlyOnce(line -> assertThat(line).contains("500 Server Error"));
    }

    @Test
    void callsThrowingResolverOnceAndErrorHandlersHaveIdsOfHeaders() throws Exception {
        application.get("/plain", "X-Request-Id", "r-5", "X-Session-Id", "s-5", "X-Fail", "yes");

        assertThat(application.lines("r-5  ]"))
                .containsSubsequence("INFO resolver fails [s-5 r-5  ]", "INFO failed [s-5 r-5  ]")
                .doesNotContain("INFO handled [s-5 r-5  ]");
        assertThat(application.lines("resolver fails")).hasSize(1);
    }

    @Test
    void streamHasIds() throws Exception {
        application.get("/stream", "X-Request-Id", "r-4");

        assertThat(application.lines("streamed"))
                .containsExactly("INFO streamed a [ r-4  ]", "INFO streamed b [ r-4  ]");
    }

    @Test
    void concurrentRequestsHaveTheirOwnIdsOnEveryThread() {
        List<String> users =
                IntStream.range(0, 40).mapToObj(number -> "user" + number).toList();
        CompletableFuture.allOf(users.stream()
                        .map(user -> CompletableFuture.runAsync(() -> hops(user)))
                        .toArray(CompletableFuture[]::new))
                .join();

        for (String user : users) {
            assertThat(application.lines("INFO " + user + " "))
                    .containsExactly(
                            "INFO " + user + " waited [" + user + " r-" + user + "  ]",
                            "INFO " + user + " hopped [" + user + " r-" + user + "  ]");
        }
    }

    private void hops(String user) {
        try {
            application.get("/hops/" + user, "X-Request-Id", "r-" + user, "X-Session-Id", user);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(WebFluxApplication.class)
    static class WithResolver {

        private static final Logger log = LoggerFactory.getLogger("app");

        @Bean
        SessionIdResolver resolver() {
            return request -> {
                if (request.header("x-fail") != null) {
                    log.info("resolver fails");
                    throw new IllegalStateException("as asked");
                }
                assertThat(request.unwrap(ServerWebExchange.class)).isNotNull();
                assertThat(request.unwrap(String.class)).isNull();
                Principal user = request.principal();
                return user != null ? user.getName() : request.header("x-conversation");
            };
        }
    }
}
