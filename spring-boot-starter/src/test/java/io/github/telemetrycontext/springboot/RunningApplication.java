package io.github.telemetrycontext.springboot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.ConfigurableApplicationContext;

/** An application in this JVM, and its output since the start. */
final class RunningApplication implements AutoCloseable {

    /** The format works with both frameworks. */
    static final String IDS = "--logging.pattern.console=%level %msg"
            + " [%X{session_id} %X{request_id} %X{model_id} %X{sampling_iteration}]%n";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final PrintStream standardOut = System.out;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ConfigurableApplicationContext context;

    private RunningApplication(Class<?> configuration, List<String> arguments) {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        PrintStream standardErr = System.err;
        System.setErr(System.out);
        try {
            context = new SpringApplicationBuilder(configuration)
                    .bannerMode(Banner.Mode.OFF)
                    .run(arguments.toArray(String[]::new));
        } catch (RuntimeException e) {
            end();
            throw new FailedStart(out.toString(StandardCharsets.UTF_8), e);
        } finally {
            System.setErr(standardErr);
        }
    }

    /** An application that did not start. The message is its output. */
    static final class FailedStart extends IllegalStateException {

        private static final long serialVersionUID = 1L;

        FailedStart(String output, RuntimeException cause) {
            super(output, cause);
        }
    }

    /** Starts an application without a web server. */
    static RunningApplication start(Class<?> configuration, String... arguments) {
        return start("none", configuration, arguments);
    }

    static RunningApplication servlet(Class<?> configuration, String... arguments) {
        return start("servlet", configuration, arguments);
    }

    static RunningApplication webFlux(Class<?> configuration, String... arguments) {
        return start("reactive", configuration, arguments);
    }

    private static RunningApplication start(String type, Class<?> configuration, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--spring.main.web-application-type=" + type);
        all.add("--server.port=0");
        all.add("--management.otlp.metrics.export.enabled=false");
        return new RunningApplication(configuration, all);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    /** Returns the body of the response. Headers are pairs of name and value. */
    String get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString()).body();
    }

    List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    List<String> lines(String containing) {
        return lines().stream().filter(line -> line.contains(containing)).toList();
    }

    /** Returns the lines that contain the text. */
    String line(String containing) {
        return String.join("\n", lines(containing));
    }

    @Override
    public void close() {
        context.close();
        end();
    }

    private void end() {
        System.setOut(standardOut);
        // Spring Boot does not clear these properties. With Log4j, the next application in the JVM would use them.
        for (LoggingSystemProperty property : LoggingSystemProperty.values()) {
            System.clearProperty(property.getEnvironmentVariableName());
        }
    }
}
