package io.github.telemetrycontext.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server on loopback with the protocol of OpenAI's chat completions, with whole and streamed answers. The test provides
 * the answers.
 */
public final class OpenAiServer implements AutoCloseable {

    /**
     * The question of a client.
     *
     * @param model the name of the model
     * @param user the last message of the user
     * @param toolResults the results of tools since that message
     */
    public record Question(String model, String user, List<String> toolResults) {}

    /** The answer of the server. */
    public sealed interface Answer {

        /** A text. A streamed answer sends each piece when it is available. */
        record Text(Iterable<String> pieces) implements Answer {}

        /** A request to call tools, with their arguments in JSON. */
        public record Calls(List<Call> calls) implements Answer {}

        /** An error. */
        record Failure(int status, String message) implements Answer {}

        static Answer text(String... pieces) {
            return new Text(List.of(pieces));
        }

        static Answer calls(Call... calls) {
            return new Calls(List.of(calls));
        }
    }

    /** A call of a tool. */
    public record Call(String tool, String arguments) {}

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "server");
        thread.setDaemon(true);
        return thread;
    });
    private final Function<Question, Answer> answers;

    public OpenAiServer(Function<Question, Answer> answers) throws IOException {
        this.answers = answers;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Returns the base URL with the version, as clients need it. */
    public String url() {
        return "http://" + server.getAddress().getHostString() + ":"
                + server.getAddress().getPort() + "/v1";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            JsonNode request = JSON.readTree(body);
            Question question = question(request);
            Answer answer = answers.apply(question);
            if (answer instanceof Answer.Failure failure) {
                String error = "{\"error\":{\"message\":" + quoted(failure.message()) + ",\"type\":\"server_error\"}}";
                send(exchange, failure.status(), "application/json", error);
            } else if (request.path("stream").asBoolean(false)) {
                stream(exchange, question.model(), answer);
            } else {
                send(exchange, 200, "application/json", whole(question.model(), answer));
            }
        }
    }

    private static Question question(JsonNode request) {
        String user = "";
        List<String> toolResults = new ArrayList<>();
        for (JsonNode message : request.required("messages")) {
            String role = message.path("role").asString("");
            if (role.equals("user")) {
                user = text(message.path("content"));
                toolResults.clear();
            } else if (role.equals("tool")) {
                toolResults.add(text(message.path("content")));
            }
        }
        return new Question(request.path("model").asString(""), user, List.copyOf(toolResults));
    }

    /** Returns the text of a content, which is a text or a list of parts with texts. */
    private static String text(JsonNode content) {
        return content.isArray()
                ? content.valueStream()
                        .map(part -> part.path("text").asString(""))
                        .collect(Collectors.joining())
                : content.asString("");
    }

    private static String whole(String model, Answer answer) {
        String message = answer instanceof Answer.Calls calls
                ? "\"content\":null,\"tool_calls\":" + json(calls)
                : "\"content\":" + quoted(String.join("", ((Answer.Text) answer).pieces()));
        return """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":%s,"choices":[{"index":0,\
                "message":{"role":"assistant",%s},"finish_reason":"%s"}],\
                "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""".formatted(quoted(model), message, reason(answer));
    }

    private static void stream(HttpExchange exchange, String model, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            if (answer instanceof Answer.Calls calls) {
                send(out, chunk(model, "\"tool_calls\":" + json(calls), "null"));
            } else {
                for (String piece : ((Answer.Text) answer).pieces()) {
                    send(out, chunk(model, "\"content\":" + quoted(piece), "null"));
                }
            }
            send(out, chunk(model, "", "\"" + reason(answer) + "\""));
            send(out, "[DONE]");
        }
    }

    private static String chunk(String model, String delta, String reason) {
        return """
                {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":%s,\
                "choices":[{"index":0,"delta":{%s},"finish_reason":%s}]}""".formatted(quoted(model), delta, reason);
    }

    private static String json(Answer.Calls calls) {
        StringBuilder json = new StringBuilder("[");
        for (int i = 0; i < calls.calls().size(); i++) {
            Call call = calls.calls().get(i);
            json.append(i == 0 ? "" : ",")
                    .append("{\"index\":%d,\"id\":\"call_%d\",\"type\":\"function\",".formatted(i, i))
                    .append("\"function\":{\"name\":%s,\"arguments\":%s}}"
                            .formatted(quoted(call.tool()), quoted(call.arguments())));
        }
        return json.append(']').toString();
    }

    private static String reason(Answer answer) {
        return answer instanceof Answer.Calls ? "tool_calls" : "stop";
    }

    private static void send(OutputStream out, String data) throws IOException {
        out.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }
}
