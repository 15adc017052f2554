package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The two sample chats. Each runs in its own JVM until it ends. */
enum ChatSample {
    LANGCHAIN4J("dev.langchain4j"),
    SPRING_AI("org.springframework.ai");

    private static final String DEMO = "io.github.telemetrycontext.samples.chat.Demo";

    private final String library;

    ChatSample(String library) {
        this.library = library;
    }

    /** A log line in either format. */
    record Line(JsonNode json) {

        String text(String... path) {
            JsonNode node = json;
            for (String key : path) {
                node = node.path(key);
            }
            return node.asString("");
        }

        String session() {
            return text("session_id");
        }

        String request() {
            return text("request_id");
        }

        String model() {
            return text("model_id");
        }

        JsonNode iteration() {
            return json.path("sampling_iteration");
        }

        String message() {
            return text("message");
        }

        String logger() {
            return text("logger_name") + text("log", "logger");
        }

        String thread() {
            return text("thread_name") + text("process", "thread", "name");
        }

        /** The first and the last line of the servlet about a request. */
        boolean begins() {
            return message().startsWith("POST \"/chat");
        }

        boolean ends() {
            return message().matches("(Completed \\d|Exiting from \"ASYNC\").*");
        }
    }

    /** Returns the logger name of the library. */
    String library() {
        return library;
    }

    List<String> output(String... options) {
        String name = "chat-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        Path jar = Path.of(
                name, "target", "telemetry-context-" + name + "-" + System.getProperty("chat.version") + ".jar");
        // The main class of the jar runs only the application, without the model server and the users.
        Result child = new ForkedJvm()
                .options(options)
                .property("loader.main", DEMO)
                .classPath(List.of(jar))
                .run("org.springframework.boot.loader.launch.PropertiesLauncher");
        assertThat(child.err()).isEmpty();
        assertThat(child.exitValue()).isZero();
        return child.out();
    }

    /** Returns the lines from the first line about the first request to the last line about the last request. */
    List<Line> chat(String... options) {
        List<Line> all = output(options).stream()
                .map(line -> new Line(ScriptRun.JSON.readTree(line)))
                .toList();
        List<Boolean> begins = all.stream().map(Line::begins).toList();
        List<Boolean> ends = all.stream().map(Line::ends).toList();
        return all.subList(begins.indexOf(true), ends.lastIndexOf(true) + 1);
    }

    static Stream<List<Line>> byRequest(List<Line> lines) {
        return lines.stream().collect(Collectors.groupingBy(Line::request)).values().stream();
    }
}
