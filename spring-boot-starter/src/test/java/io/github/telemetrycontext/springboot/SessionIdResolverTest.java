package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.servlet.View;

/** The application's own resolver, after the real Spring Security. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SessionIdResolverTest {

    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("j\u00f6rg:secret".getBytes(StandardCharsets.UTF_8));

    private RunningApplication application;

    @BeforeAll
    void start() {
        application = RunningApplication.servlet(
                WithResolver.class,
                RunningApplication.IDS,
                "--spring.security.user.name=j\u00f6rg",
                "--spring.security.user.password=secret",
                "--telemetry.context.web.enabled=true",
                "--telemetry.context.web.session-id-header=X-Session-Id");
    }

    @AfterAll
    void end() {
        application.close();
    }

    @Test
    void authenticatedUserTakesPrecedenceOverHeader() throws Exception {
        application.get("/private/plain", "Authorization", BASIC, "X-Request-Id", "r-1", "X-Session-Id", "of-header");

        assertThat(application.lines("r-1"))
                .containsExactly("INFO dispatch REQUEST [of-header r-1  ]", "INFO handled [j\u00f6rg r-1  ]");
    }

    @Test
    void keepsHeaderIfResolverReturnsNull() throws Exception {
        application.get("/plain", "X-Request-Id", "r-2", "X-Session-Id", "of-header");

        assertThat(application.lines("r-2")).contains("INFO handled [of-header r-2  ]");
    }

    @Test
    void resolverReturnsHeader() throws Exception {
        application.get("/plain", "X-Request-Id", "r-3", "X-Conversation", "c-1", "X-Session-Id", "of-header");

        assertThat(application.lines("r-3")).contains("INFO handled [c-1 r-3  ]");
    }

    @Test
    void omitsInvalidResultOfResolver() throws Exception {
        application.get("/plain", "X-Request-Id", "r-4", "X-Session-Id", "s-4", "X-Conversation", "c".repeat(129));
        application.get("/plain", "X-Request-Id", "r-5", "X-Conversation", "a\tb");

        assertThat(application.lines("handled"))
                .filteredOn(line -> line.matches(".* r-[45] .*"))
                .containsExactly("INFO handled [ r-4  ]", "INFO handled [ r-5  ]");
    }

    @Test
    void laterDispatchesKeepResultOfResolver() throws Exception {
        application.get("/callable", "X-Request-Id", "r-6", "X-Conversation", "c-1");

        assertThat(application.lines("r-6"))
                .containsExactly(
                        "INFO dispatch REQUEST [ r-6  ]",
                        "INFO handled [c-1 r-6  ]",
                        "INFO called [c-1 r-6  ]",
                        "INFO dispatch ASYNC [c-1 r-6  ]");
    }

    @Test
    void callsThrowingResolverOnceAndErrorPageHasNoSession() throws Exception {
        String answer = application.get(
                "/plain", "Accept", "text/html", "X-Request-Id", "r-7", "X-Session-Id", "of-header", "X-Fail", "yes");

        assertThat(answer).isEqualTo("the error page of the application");
        assertThat(application.lines("r-7"))
                .containsExactly(
                        "INFO dispatch REQUEST [of-header r-7  ]",
                        "INFO resolver fails [of-header r-7  ]",
                        "INFO dispatch ERROR [ r-7  ]",
                        "INFO error page [ r-7  ]");
    }

    @Configuration(proxyBeanMethods = false)
    @Import(ServletApplication.class)
    static class WithResolver {

        private static final Logger log = LoggerFactory.getLogger("app");

        /** The name makes this view the application's error page. */
        @Bean("error")
        View errorPage() {
            return new View() {

                @Override
                public String getContentType() {
                    return MediaType.TEXT_HTML_VALUE;
                }

                @Override
                public void render(
                        @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
                        throws IOException {
                    log.info("error page");
                    response.getWriter().print("the error page of the application");
                }
            };
        }

        @Bean
        SessionIdResolver resolver() {
            return request -> {
                assertThat(request.unwrap(HttpServletRequest.class)).isNotNull();
                assertThat(request.unwrap(ServerWebExchange.class)).isNull();
                if (request.header("x-fail") != null) {
                    log.info("resolver fails");
                    throw new IllegalStateException("as asked");
                }
                Principal user = request.principal();
                return user != null ? user.getName() : request.header("x-conversation");
            };
        }
    }
}
