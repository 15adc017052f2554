package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import jakarta.servlet.ServletRequestEvent;
import jakarta.servlet.ServletRequestListener;
import java.security.Principal;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Handlers that leave a scope open, on pools with one thread. */
class LeftOpenScopesTest {

    /** Without the filter, the control, the same thread logs the next line with the context. */
    @ParameterizedTest
    @CsvSource({"true, ''", "false, left-open"})
    void nextRequestOnThreadHasNoContextBeforeFilter(boolean enabled, String shown) throws Exception {
        try (RunningApplication application = start(enabled)) {
            application.get("/leaves-open");
            application.get("/plain");

            assertThat(application.lines("container"))
                    .containsExactly("INFO container [   ]", "INFO container [" + shown + "   ]");
        }
    }

    @ParameterizedTest
    @CsvSource({"true, ''", "false, left-open"})
    void nextTaskOnThreadOfCallableHasNoContext(boolean enabled, String shown) throws Exception {
        try (RunningApplication application = start(enabled)) {
            application.get("/callable-leaves-open");
            Executor executor = application.context().getBean("applicationTaskExecutor", Executor.class);
            CompletableFuture.runAsync(() -> Handlers.log.info("next task"), executor)
                    .join();

            assertThat(application.lines("next task")).containsExactly("INFO next task [" + shown + "   ]");
        }
    }

    /** Calls the resolver as WebFlux does. There, only Reactor's automatic propagation would close the scope. */
    @Test
    @SuppressWarnings("MustBeClosedChecker") // leaves the scope open on purpose
    void closesScopeThatResolverLeavesOpen() {
        RequestContexts contexts = new RequestContexts(
                new TelemetryContextProperties.Web(true, null, "X-Request-Id", null, 128), ServerSpan.NONE, true);
        SessionIdResolver resolver = request -> {
            TelemetryContext.builder().sessionId("left-open").open();
            return "alice";
        };

        TelemetryContext resolved =
                contexts.resolved(TelemetryContext.builder().requestId("r-1").build(), resolver, new WithoutUser());

        assertThat(resolved.toMap()).containsExactly(Map.entry("session_id", "alice"), Map.entry("request_id", "r-1"));
        assertThat(TelemetryContext.current().isEmpty()).isTrue();
    }

    private static RunningApplication start(boolean enabled) {
        return RunningApplication.servlet(
                Handlers.class,
                RunningApplication.IDS,
                "--telemetry.context.web.enabled=" + enabled,
                "--telemetry.context.tasks.enabled=false",
                "--server.tomcat.threads.max=1",
                "--server.tomcat.threads.min-spare=1",
                "--spring.task.execution.pool.core-size=1");
    }

    /** A minimal request for this test. */
    private record WithoutUser() implements SessionIdResolver.Request {

        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public @Nullable Principal principal() {
            return null;
        }

        @Override
        public <T> @Nullable T unwrap(Class<T> type) {
            return null;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    @Import(ServletApplication.class)
    @SuppressWarnings("MustBeClosedChecker") // leaves scopes open on purpose
    static class Handlers {

        private static final Logger log = LoggerFactory.getLogger("app");

        /** Tomcat calls this listener on the request's thread, before all filters. */
        @Bean
        ServletRequestListener beforeAllFilters() {
            return new ServletRequestListener() {

                @Override
                public void requestInitialized(ServletRequestEvent event) {
                    log.info("container");
                }
            };
        }

        @GetMapping("/leaves-open")
        String leavesOpen() {
            TelemetryContext.builder().sessionId("left-open").open();
            return "done";
        }

        @GetMapping("/callable-leaves-open")
        Callable<String> callableLeavesOpen() {
            return this::leavesOpen;
        }
    }
}
