package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.Markdown;
import io.micrometer.tracing.Tracer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Finished spans of an application with Spring Boot's bridge to Brave. */
@ExtendWith(TelemetryContextExtension.class)
class BraveBridgeTest {

    private static final String FIELDS = "session_id|request_id|model_id|sampling_iteration|gen_ai[.].*";

    private static ConfigurableApplicationContext start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--server.port=0");
        all.add("--management.tracing.sampling.probability=1");
        all.add("--telemetry.context.web.enabled=true");
        all.add("--telemetry.context.web.session-id-header=X-Session-Id");
        return SpringApplication.run(Chat.class, all.toArray(String[]::new));
    }

    @Test
    void spansHaveTagsShownOnPage() {
        try (ConfigurableApplicationContext application = start()) {
            Tracer tracer = application.getBean(Tracer.class);
            TelemetryContext.with()
                    .sessionId("s-1")
                    .requestId("r-1")
                    .modelId("granite")
                    .samplingIteration(3)
                    .run(() -> tracer.nextSpan().name("inside").start().end());
            tracer.nextSpan().name("outside").start().end();

            Finished finished = application.getBean(Finished.class);
            assertThat(finished.only("inside").entrySet().stream()
                            .map(tag -> tag.getKey() + "=" + tag.getValue() + "\n")
                            .sorted()
                            .collect(Collectors.joining()))
                    .isEqualTo(new Markdown(Path.of("..", "..", "docs", "opentelemetry.md"))
                            .blocks("text")
                            .get(1));
            assertThat(finished.only("outside")).isEmpty();
        }
    }

    @Test
    void spansOfRequestHaveItsIds() throws Exception {
        try (ConfigurableApplicationContext application = start()) {
            get(application);

            Map<String, String> ids = Map.of("session_id", "s-1", "gen_ai.conversation.id", "s-1", "request_id", "r-1");
            Map<String, String> inScope = new HashMap<>(ids);
            inScope.put("sampling_iteration", "2");
            Finished finished = application.getBean(Finished.class);
            assertThat(finished.only("ask")).isEqualTo(inScope);
            // The span ends after the response.
            await().untilAsserted(
                            () -> assertThat(finished.only("http get /ask")).isEqualTo(ids));
        }
    }

    @Test
    void spansHaveNoTagsWhenSwitchedOff() throws Exception {
        try (ConfigurableApplicationContext application = start("--telemetry.context.brave.enabled=false")) {
            get(application);

            assertThat(application.getBean(Finished.class).only("ask")).isEmpty();
        }
    }

    private static void get(ConfigurableApplicationContext application) throws Exception {
        String port = application.getEnvironment().getProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/ask"))
                .headers("X-Session-Id", "s-1", "X-Request-Id", "r-1")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body())
                .isEqualTo("done");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(ChatController.class)
    static class Chat {

        @Bean
        Finished finished() {
            return new Finished();
        }
    }

    @RestController
    static class ChatController {

        private final Tracer tracer;

        ChatController(Tracer tracer) {
            this.tracer = tracer;
        }

        @GetMapping("/ask")
        String ask() {
            TelemetryContext.with()
                    .samplingIteration(2)
                    .run(() -> tracer.nextSpan().name("ask").start().end());
            return "done";
        }
    }

    /** Collects spans instead of reporting them. */
    static final class Finished extends SpanHandler {

        private record Span(String name, Map<String, String> tags) {}

        private final List<Span> spans = new CopyOnWriteArrayList<>();

        @Override
        public boolean end(TraceContext context, MutableSpan span, Cause cause) {
            Map<String, String> tags = new HashMap<>();
            span.forEachTag(Map::put, tags);
            tags.keySet().removeIf(name -> !name.matches(FIELDS));
            spans.add(new Span(String.valueOf(span.name()), tags));
            return true;
        }

        /** Returns the field tags of the only span with a name. */
        Map<String, String> only(String name) {
            List<Span> found =
                    spans.stream().filter(span -> span.name().equals(name)).toList();
            assertThat(found).as("%s among %s", name, spans).hasSize(1);
            return found.get(0).tags();
        }
    }
}
