package io.github.telemetrycontext.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that talks like OpenAI's chat completions, whole and streamed by server-sent events. What it answers
 * is given; it needs nothing but the JDK.
 */
public final class OpenAiServer implements AutoCloseable {

    /**
     * What a client asks.
     *
     * @param model which model
     * @param user the last message of the user
     * @param toolResults what the tools said since
     */
    public record Question(String model, String user, List<String> toolResults) {}

    /** What the server says. */
    public sealed interface Answer {

        /** A text. It is streamed piece by piece, as the pieces come. */
        record Text(Iterable<String> pieces) implements Answer {}

        /** That tools be called, with their arguments in JSON. */
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

    /** With the version, as clients want it. */
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
            Map<?, ?> request = (Map<?, ?>) required(new Json(body).value());
            Question question = question(request);
            Answer answer = answers.apply(question);
            if (answer instanceof Answer.Failure failure) {
                String error = "{\"error\":{\"message\":" + quoted(failure.message()) + ",\"type\":\"server_error\"}}";
                send(exchange, failure.status(), "application/json", error);
            } else if (Boolean.TRUE.equals(request.get("stream"))) {
                stream(exchange, question.model(), answer);
            } else {
                send(exchange, 200, "application/json", whole(question.model(), answer));
            }
        }
    }

    private static Question question(Map<?, ?> request) {
        String user = "";
        List<String> toolResults = new ArrayList<>();
        for (Object item : (List<?>) required(request.get("messages"))) {
            Map<?, ?> message = (Map<?, ?>) item;
            if ("user".equals(message.get("role"))) {
                user = text(message.get("content"));
                toolResults.clear();
            } else if ("tool".equals(message.get("role"))) {
                toolResults.add(text(message.get("content")));
            }
        }
        return new Question(String.valueOf(request.get("model")), user, List.copyOf(toolResults));
    }

    /** Content is a text, or a list of parts that have texts. */
    private static String text(@Nullable Object content) {
        return content instanceof List<?> parts
                ? parts.stream()
                        .map(part -> String.valueOf(((Map<?, ?>) part).get("text")))
                        .collect(Collectors.joining())
                : String.valueOf(content);
    }

    private static Object required(@Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("not a request for chat completions");
        }
        return value;
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
        return text.chars()
                .mapToObj(c -> c < 0x20 || c == '"' || c == '\\' ? "\\u%04x".formatted(c) : String.valueOf((char) c))
                .collect(Collectors.joining("", "\"", "\""));
    }

    /** Reads valid JSON, from which a server without libraries must find out what is asked. */
    private static final class Json {

        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        @Nullable Object value() {
            return switch (next()) {
                case '{' -> object();
                case '[' -> list();
                case '"' -> string();
                default -> literal();
            };
        }

        private Map<String, @Nullable Object> object() {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            for (at++; next() != '}'; skip(',')) {
                String key = string();
                skip(':');
                object.put(key, value());
            }
            at++;
            return object;
        }

        private List<@Nullable Object> list() {
            List<@Nullable Object> list = new ArrayList<>();
            for (at++; next() != ']'; skip(',')) {
                list.add(value());
            }
            at++;
            return list;
        }

        private String string() {
            StringBuilder string = new StringBuilder();
            for (at = text.indexOf('"', at) + 1; text.charAt(at) != '"'; at++) {
                if (text.charAt(at) != '\\') {
                    string.append(text.charAt(at));
                } else if (text.charAt(++at) == 'u') {
                    string.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                    at += 4;
                } else {
                    int escape = "bfnrt".indexOf(text.charAt(at));
                    string.append(escape < 0 ? text.charAt(at) : "\b\f\n\r\t".charAt(escape));
                }
            }
            at++;
            return string.toString();
        }

        private @Nullable Object literal() {
            int start = at;
            while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String literal = text.substring(start, at);
            return switch (literal) {
                case "true" -> true;
                case "false" -> false;
                case "null" -> null;
                default -> Double.valueOf(literal);
            };
        }

        private char next() {
            while (Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.charAt(at);
        }

        private void skip(char separator) {
            if (next() == separator) {
                at++;
            }
        }
    }
}
