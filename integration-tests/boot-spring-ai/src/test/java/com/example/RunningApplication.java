package com.example;

import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import io.github.telemetrycontext.testsupport.OpenAiServer.Question;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The application with a model server on loopback. Provides the lines that it prints and the spans that it exports. */
final class RunningApplication implements AutoCloseable {

    /** The web filter, with the session in a header. */
    static final String[] WEB = {
        "telemetry.context.web.enabled=true", "telemetry.context.web.session-id-header=X-Session-Id"
    };

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> FIELDS = List.of("session_id", "request_id", "model_id", "sampling_iteration");

    private final PrintStream standardOut = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final OpenAiServer server;
    private final ConfigurableApplicationContext context;

    /**
     * A log line.
     *
     * @param logger the name of the logger
     * @param thread the name of the thread
     * @param message the message
     * @param fields the fields of this library, without absent ones
     */
    record Line(String logger, String thread, String message, Map<String, String> fields) {

        String field(String name) {
            return fields.getOrDefault(name, "none");
        }

        private static Line of(JsonNode json) {
            Map<String, String> fields = new TreeMap<>();
            FIELDS.stream()
                    .filter(json::has)
                    .forEach(name -> fields.put(name, json.required(name).asString()));
            return new Line(
                    json.required("logger_name").asString(),
                    json.required("thread_name").asString(),
                    json.required("message").asString(),
                    fields);
        }
    }

    /** Collects the exported spans. */
    @Configuration(proxyBeanMethods = false)
    static class Spans {

        @Bean
        InMemorySpanExporter spans() {
            return InMemorySpanExporter.create();
        }
    }

    private RunningApplication(List<Class<?>> more, String... properties) throws IOException {
        server = new OpenAiServer(RunningApplication::answer);
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            context = new SpringApplicationBuilder(ChatApplication.class, Spans.class)
                    .sources(more.toArray(Class<?>[]::new))
                    .run(Stream.concat(
                                    Stream.of("server.port=0", "spring.ai.openai.base-url=" + server.url()),
                                    Stream.of(properties))
                            .map(property -> "--" + property)
                            .toArray(String[]::new));
        } catch (RuntimeException e) {
            end();
            throw new IllegalStateException(out.toString(StandardCharsets.UTF_8), e);
        }
        out.reset();
    }

    static RunningApplication start(String... properties) throws IOException {
        return new RunningApplication(List.of(), properties);
    }

    static RunningApplication with(Class<?> configuration, String... properties) throws IOException {
        return new RunningApplication(List.of(configuration), properties);
    }

    private static Answer answer(Question question) {
        return switch (question.user()) {
            case "busy" -> new Answer.Failure(429, "too many requests");
            case "endless" -> new Answer.Text(() -> Stream.generate(() -> "on ").iterator());
            case "hello" -> Answer.text("good ", "day");
            default -> {
                String user = "{\"user\":\"" + question.user() + "\"}";
                yield question.toolResults().isEmpty()
                        ? Answer.calls(new Call("weather", user), new Call("calendar", user))
                        : Answer.text("yes, ", question.user());
            }
        };
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    /** Sends a question of a user. The user's name is the session and the conversation. */
    String ask(String path, String user, String question) throws IOException, InterruptedException {
        return send(path, user, user, question, BodyHandlers.ofString()).body();
    }

    /** Sends a question in a session and a conversation with different names. */
    String ask(String path, String session, String conversation, String question)
            throws IOException, InterruptedException {
        return send(path, session, conversation, question, BodyHandlers.ofString())
                .body();
    }

    int status(String path, String user, String question) throws IOException, InterruptedException {
        return send(path, user, user, question, BodyHandlers.discarding()).statusCode();
    }

    /** Reads the beginning of an answer, then closes the connection. */
    void hangUp(String path, String user, String question) throws IOException, InterruptedException {
        try (InputStream answer =
                send(path, user, user, question, BodyHandlers.ofInputStream()).body()) {
            answer.readNBytes(10);
        }
    }

    private <T> HttpResponse<T> send(
            String path, String session, String conversation, String question, BodyHandler<T> body)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port")
                + path + "?user=" + conversation + "&question=" + question);
        return HTTP.send(
                HttpRequest.newBuilder(uri).header("X-Session-Id", session).build(), body);
    }

    /** Returns the lines since the start. */
    List<Line> lines() {
        String all = out.toString(StandardCharsets.UTF_8);
        return all.substring(0, all.lastIndexOf('\n') + 1)
                .lines()
                .map(JSON::readTree)
                .map(Line::of)
                .toList();
    }

    /**
     * Returns the lines inside of calls, from Spring AI, advisors and tools. Spring AI's aggregator also runs for the
     * client's observations, outside of all advisors.
     */
    List<Line> linesOfCalls() {
        return lines().stream()
                .filter(line ->
                        line.logger().startsWith("call.") || line.logger().startsWith("org.springframework.ai."))
                .filter(line -> !line.logger().endsWith(".MessageAggregator"))
                .toList();
    }

    List<Line> linesOf(String user) {
        return lines().stream()
                .filter(line -> line.field("session_id").equals(user))
                .toList();
    }

    /** Returns the attributes of finished spans of chat clients, advisors and chat models, by the kind of the span. */
    Map<String, List<Map<String, String>>> spans() {
        context.getBean(SdkTracerProvider.class).forceFlush().join(10, TimeUnit.SECONDS);
        return context.getBean(InMemorySpanExporter.class).getFinishedSpanItems().stream()
                .map(span -> span.getAttributes().asMap().entrySet().stream()
                        .collect(Collectors.toMap(
                                attribute -> attribute.getKey().getKey(),
                                attribute -> attribute.getValue().toString())))
                .filter(span -> span.containsKey("gen_ai.operation.name"))
                .collect(Collectors.groupingBy(
                        span -> span.getOrDefault("spring.ai.kind", span.getOrDefault("gen_ai.operation.name", ""))));
    }

    List<Map<String, String>> spans(String kind) {
        return spans().getOrDefault(kind, List.of());
    }

    @Override
    public void close() {
        context.close();
        end();
    }

    private void end() {
        server.close();
        System.setOut(standardOut);
        // Spring Boot does not clear these properties. With Log4j, the next application in the JVM would use them.
        for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
            System.clearProperty(property.getEnvironmentVariableName());
        }
    }
}
