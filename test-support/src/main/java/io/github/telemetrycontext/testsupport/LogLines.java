package io.github.telemetrycontext.testsupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Collects all log lines of the application and the library, with their fields. */
public final class LogLines implements AutoCloseable {

    /** A line. */
    public record Line(String thread, String logger, String message, Map<String, String> fields) {

        public boolean isOfAnotherThread() {
            return !thread.equals(Thread.currentThread().getName());
        }

        public String requestId() {
            return fields.getOrDefault("request_id", "none");
        }
    }

    public static final org.slf4j.Logger LOG = LoggerFactory.getLogger("agent");

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(new Line(
                    event.getThreadName(),
                    event.getLoggerName(),
                    event.getFormattedMessage(),
                    Map.copyOf(event.getMDCPropertyMap())));
        }
    };

    public LogLines() {
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.DEBUG);
    }

    public List<Line> all() {
        return List.copyOf(lines);
    }

    /** Returns the lines with this message. */
    public List<Line> saying(String message) {
        return lines.stream().filter(line -> line.message().equals(message)).toList();
    }

    /** Returns the only line with this message. */
    public Line theOneSaying(String message) {
        List<Line> found = saying(message);
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " lines say " + message + " among " + lines);
        }
        return found.get(0);
    }

    /** Returns the lines of a logger. */
    public List<Line> of(String logger) {
        return lines.stream().filter(line -> line.logger().startsWith(logger)).toList();
    }

    /** Removes all lines. */
    public void clear() {
        lines.clear();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        appender.stop();
    }
}
