package io.github.telemetrycontext.samples;

import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.LoggerContext;

/**
 * A sample configuration that runs in this JVM, in parallel with the others.
 *
 * @param framework the framework that reads the configuration
 * @param layout the layout
 * @param info logs a message
 * @param stop stops the framework
 */
record RunningSample(Framework framework, String layout, Consumer<String> info, Runnable stop)
        implements AutoCloseable {

    private static final ByteArrayOutputStream BYTES = new ByteArrayOutputStream();
    private static final PrintStream OUT = new PrintStream(BYTES, false, StandardCharsets.UTF_8);

    static List<RunningSample> startAll() {
        return Stream.of(Framework.values())
                .flatMap(framework -> framework.layouts().stream().map(layout -> start(framework, layout)))
                .toList();
    }

    private static RunningSample start(Framework framework, String layout) {
        framework.choose(layout);
        try (Capture start = new Capture()) {
            RunningSample sample = framework == Framework.LOG4J2 ? log4j2(layout) : logback(layout);
            if (start.bytes().length > 0) {
                throw new IllegalStateException(BYTES.toString(StandardCharsets.UTF_8));
            }
            return sample;
        } finally {
            System.clearProperty(framework.configurationProperty());
        }
    }

    private static RunningSample log4j2(String layout) {
        URI configuration = URI.create(System.getProperty(Framework.LOG4J2.configurationProperty()));
        LoggerContext context = new LoggerContext(layout, null, configuration);
        context.start();
        return new RunningSample(Framework.LOG4J2, layout, context.getLogger("agent")::info, context::stop);
    }

    private static RunningSample logback(String layout) {
        var context = new ch.qos.logback.classic.LoggerContext();
        try {
            // Loads the services first, as an application does, which installs the plugin.
            new ContextInitializer(context).autoConfig();
        } catch (JoranException e) {
            throw new IllegalStateException(layout, e);
        }
        return new RunningSample(Framework.LOGBACK, layout, context.getLogger("agent")::info, context::stop);
    }

    /** Returns the bytes that one event writes to standard output. */
    byte[] bytesOf(String message) {
        try (Capture event = new Capture()) {
            info.accept(message);
            return event.bytes();
        }
    }

    @Override
    public void close() {
        stop.run();
    }

    @Override
    public String toString() {
        return framework.label() + " " + layout;
    }

    /** Captures standard output. Log4j gets the stream only when it starts, Logback gets it for each event. */
    private static final class Capture implements AutoCloseable {

        private final PrintStream before = Objects.requireNonNull(System.out);

        Capture() {
            BYTES.reset();
            System.setOut(OUT);
        }

        byte[] bytes() {
            OUT.flush();
            return BYTES.toByteArray();
        }

        @Override
        public void close() {
            System.setOut(before);
        }
    }
}
