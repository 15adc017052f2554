package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;
import tools.jackson.databind.JsonNode;

/** A separate logger context, created by the context selector of this JVM from the text of a configuration. */
final class Log4j implements AutoCloseable {

    /** The whole context data and the message, written by Log4j's own resolvers. */
    static final String PLAIN_JSON = """
            <JsonTemplateLayout eventTemplate='{"message": {"$resolver": "message"}, "mdc": {"$resolver": "mdc"}}'/>
            """;

    private final LoggerContext context;

    /** Created once, because Log4j before 2.24 may return null to threads that request the first logger concurrently. */
    private final Logger logger;

    private Log4j(ConfigurationSource source) {
        // Log4j keeps one context per class loader.
        ClassLoader owner = new URLClassLoader(new URL[0], null);
        context = Configurator.initialize(owner, source);
        JvmMode.assertActive(context);
        logger = context.getLogger("app");
    }

    static Log4j start(Delivery delivery, String layout) {
        return start(delivery.configuration(layout));
    }

    /** Starts Log4j with an inline event template and without async parts. */
    static Log4j startWithTemplate(String template) {
        return start(Delivery.DIRECT, "<JsonTemplateLayout eventTemplate='" + template + "'/>");
    }

    static Log4j start(String configuration) {
        try {
            byte[] xml = configuration.getBytes(StandardCharsets.UTF_8);
            return new Log4j(new ConfigurationSource(new ByteArrayInputStream(xml)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Log4j start(Path configuration) {
        try {
            return new Log4j(new ConfigurationSource(Files.newInputStream(configuration), configuration.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Logger logger() {
        return logger;
    }

    LoggerContext context() {
        return context;
    }

    CaptureAppender out() {
        CaptureAppender out = context.getConfiguration().getAppender("out");
        assertThat(out).isNotNull();
        return out;
    }

    /** Stops Log4j, so that all queues are empty, and returns all lines. */
    List<String> lines() {
        CaptureAppender out = out();
        close();
        return out.lines();
    }

    /** Returns the parsed {@link #lines()}. */
    List<JsonNode> json() {
        return lines().stream().map(Json::parse).toList();
    }

    /** Returns the only line of {@link #json()}. Fails if there are others. */
    JsonNode onlyJson() {
        List<JsonNode> lines = json();
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Override
    public void close() {
        assertThat(Configurator.shutdown(context, 1, TimeUnit.MINUTES)).isTrue();
    }
}
