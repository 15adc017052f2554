package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Compares the application's output with the starter off and without any class of this library. */
class UnchangedOutputTest {

    static class Main {

        public static void main(String[] arguments) throws Exception {
            HttpClient client = HttpClient.newHttpClient();
            try (ConfigurableApplicationContext application = SpringApplication.run(ChatApplication.class, arguments)) {
                String port = application.getEnvironment().getRequiredProperty("local.server.port");
                for (String path : List.of("/answer", "/reviewed", "/tokens")) {
                    URI uri = URI.create("http://localhost:" + port + path + "?user=alice&question="
                            + (path.equals("/reviewed") ? "review" : "weather"));
                    client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
                }
            }
        }
    }

    private static String output(ForkedJvm jvm, String... properties) {
        List<String> arguments = new ArrayList<>(List.of("--model.url=" + Model.url(), "--server.port=0"));
        List.of(properties).forEach(property -> arguments.add("--telemetry.context." + property));
        List<String> lines = jvm.without("spring-boot-devtools")
                .run(Main.class, arguments.toArray(String[]::new))
                .succeeded()
                .out();
        return withoutVolatileValues(String.join("\n", lines));
    }

    @Test
    void outputDoesNotChangeWhenStarterIsOff() {
        List<Path> others = ForkedJvm.classPathOfTests().stream()
                .filter(entry -> !entry.getFileName().toString().startsWith("telemetry-context-"))
                .toList();
        assertThat(others).hasSizeLessThan(ForkedJvm.classPathOfTests().size() - 7);
        String without = output(new ForkedJvm().classPath(others));
        assertThat(without).contains("weather Oslo", "reviewing draft", "piece yes");

        assertThat(output(new ForkedJvm(), "enabled=false")).isEqualTo(without);
        assertThat(output(new ForkedJvm(), "langchain4j.enabled=false", "web.enabled=false"))
                .isEqualTo(without);
        assertThat(output(new ForkedJvm(), "web.enabled=false")).isNotEqualTo(without);
    }

    /** Removes times, process ids, ports and thread names. */
    private static String withoutVolatileValues(String output) {
        return output.replaceAll("\"@timestamp\":\"[^\"]+\"", "TIME")
                .replaceAll("\"thread_name\":\"[^\"]+\"", "THREAD")
                .replaceAll("(?i)date: [^]]+]", "DATE")
                .replaceAll("PID \\d+", "PID")
                .replaceAll("port \\d{4,5} ", "port PORT ")
                .replaceAll("in [0-9.]+ seconds \\(process running for [0-9.]+\\)", "in TIME")
                .replaceAll("in \\d+ ms", "in TIME");
    }
}
