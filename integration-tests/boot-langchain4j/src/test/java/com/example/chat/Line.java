package com.example.chat;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A printed line of the application or of LangChain4j's calls. */
public record Line(
        String message,
        String thread,
        @Nullable String session,
        @Nullable String request,
        @Nullable String model,
        @Nullable Integer iteration) {

    /** Returns all lines except the startup line of the starter. */
    private static final String LOGGERS = "chat|dev\\.langchain4j\\.(?!service\\.spring).*";

    private static final JsonMapper JSON = new JsonMapper();

    static List<Line> in(String output) {
        return output.lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .filter(line -> line.path("logger_name").asString("").matches(LOGGERS))
                .map(Line::of)
                .toList();
    }

    private static Line of(JsonNode line) {
        JsonNode iteration = line.path("sampling_iteration");
        return new Line(
                beginning(line.path("message").asString("")),
                line.path("thread_name").asString(""),
                text(line, "session_id"),
                text(line, "request_id"),
                text(line, "model_id"),
                iteration.isMissingNode() ? null : iteration.intValue());
    }

    /** Messages of LangChain4j continue with headers and bodies. */
    private static String beginning(String message) {
        return List.of(message.split("[\\s:]+")).stream().limit(2).collect(Collectors.joining(" "));
    }

    private static @Nullable String text(JsonNode line, String field) {
        return line.has(field) ? line.path(field).asString("") : null;
    }

    /** Returns the parts that differ between the lines of a request. */
    @Override
    public String toString() {
        return message + " [" + (model == null ? "-" : model) + " " + (iteration == null ? "-" : iteration) + "]";
    }
}
