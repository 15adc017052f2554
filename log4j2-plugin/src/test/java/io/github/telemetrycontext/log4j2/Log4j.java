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

/** A running Log4j of its own, made by the context selector of this JVM from a configuration file's text. */
final class Log4j implements AutoCloseable {

    /** The whole context data and the message, written by Log4j's own resolvers. */
    static final String PLAIN_JSON = """
            <JsonTemplateLayout eventTemplate='{"message": {"$resolver": "message"}, "mdc": {"$resolver": "mdc"}}'/>
            """;

    private final LoggerContext context;

    /** Asked for once: Log4j before 2.24 may give null to threads that ask for the first logger at the same time. */
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

    /** As {@link #start(Delivery, String)}, with an event template in line and without any async parts. */
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

    /** Stops Log4j, so that nothing is left in a queue, and gives every line that was written. */
    List<String> lines() {
        CaptureAppender out = out();
        close();
        return out.lines();
    }

    /** As {@link #lines()}, parsed. */
    List<JsonNode> json() {
        return lines().stream().map(Json::parse).toList();
    }

    /** As {@link #json()}, for the only line there should be. */
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
