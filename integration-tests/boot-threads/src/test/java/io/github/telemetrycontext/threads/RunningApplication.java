package io.github.telemetrycontext.threads;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A servlet application in this JVM whose requests have ids. Collects the lines of its logger {@code app}. */
final class RunningApplication implements AutoCloseable {

    /** The expected ids of two users' requests. */
    static final List<String> CARRIED = List.of("alice r-alice", "bob r-bob");

    static final List<String> LOST = List.of("- -", "- -");

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("app");

    private final ConfigurableApplicationContext context;
    private final Lines lines = new Lines();

    RunningApplication(Class<?> configuration, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--telemetry.context.web.enabled=true",
                "--telemetry.context.web.session-id-header=X-Session-Id",
                "--logging.level.root=error",
                "--logging.level.app=info",
                "--spring.reactor.netty.shutdown-quiet-period=0s",
                "--server.port=0"));
        all.addAll(List.of(arguments));
        context = new SpringApplicationBuilder(configuration)
                .bannerMode(Banner.Mode.OFF)
                .run(all.toArray(String[]::new));
        attach();
    }

    /** Repeats this before each request, because the start of another application stops and removes the appender. */
    private void attach() {
        lines.start();
        LOGGER.addAppender(lines);
    }

    /**
     * Returns the ids of the lines with this message, after one request of alice and one of bob. No request logs later
     * lines.
     */
    List<String> ids(String path, String message) {
        return Stream.of("alice", "bob").map(user -> ids(path, message, user)).toList();
    }

    private String ids(String path, String message, String user) {
        attach();
        lines.all.clear();
        get(path, user);
        return ids(message);
    }

    /** Returns the ids of the next line with this message. Another thread may log it later. */
    String ids(String message) {
        return await().until(() -> lines.ids(message), ids -> !ids.isEmpty()).get(0);
    }

    void get(String path, String user) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http" + address(path)))
                .headers("X-Session-Id", user, "X-Request-Id", "r-" + user)
                .build();
        CLIENT.sendAsync(request, BodyHandlers.ofString()).join();
    }

    /** Returns the address without the protocol. An event sets the port, possibly on another thread. */
    String address(String path) {
        String port = await().until(() -> context.getEnvironment().getProperty("local.server.port"), Objects::nonNull);
        return "://localhost:" + port + path;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    @Override
    public void close() {
        context.close();
        LOGGER.detachAppender(lines);
    }

    private static final class Lines extends AppenderBase<ILoggingEvent> {

        private record Line(String message, String ids) {}

        private final List<Line> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            Map<String, String> fields = event.getMDCPropertyMap();
            all.add(new Line(
                    event.getFormattedMessage(),
                    fields.getOrDefault("session_id", "-") + " " + fields.getOrDefault("request_id", "-")));
        }

        List<String> ids(String message) {
            return all.stream()
                    .filter(line -> line.message().equals(message))
                    .map(Line::ids)
                    .toList();
        }
    }
}
