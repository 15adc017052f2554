package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.status.Status;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.MDCAdapter;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A logger context for a test, with the loggers and the MDC of the application. */
final class Logback implements AutoCloseable {

    /** Rejects objects with duplicate keys. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    static final String TEXT = memory("<pattern>%msg [%mdc] [%kvp]%n</pattern>");

    final LoggerContext context = new LoggerContext();

    /** The adapter of the application. SLF4J's MDC keeps the adapter from before the installation. */
    final MDCAdapter mdc = new LogbackMDCAdapter();

    private Logback() {
        context.setMDCAdapter(mdc);
    }

    static Logback withoutPlugin() {
        return new Logback();
    }

    static Logback withPlugin() {
        Logback logback = withoutPlugin();
        TelemetryMdcAdapter.install(logback.context);
        return logback;
    }

    /** Returns a configuration with an appender OUT that has this encoder. */
    static String memory(String encoderBody) {
        return memory("", "", encoderBody);
    }

    static String memory(String before, String encoderAttributes, String encoderBody) {
        String encoder = "<encoder " + encoderAttributes + ">" + encoderBody + "</encoder>";
        return Xml.configuration(before + Xml.appender("OUT", MemoryAppender.class, encoder), "OUT");
    }

    Logback configure(String xml) {
        JoranConfigurator joran = new JoranConfigurator();
        joran.setContext(context);
        try {
            joran.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new IllegalArgumentException(xml, e);
        }
        return this;
    }

    void configureFile(Path file) throws JoranException {
        JoranConfigurator joran = new JoranConfigurator();
        joran.setContext(context);
        joran.doConfigure(file.toFile());
    }

    Logger logger() {
        return context.getLogger("test");
    }

    List<String> lines() {
        return appender("OUT", MemoryAppender.class).lines();
    }

    List<JsonNode> json() {
        return lines().stream().map(line -> JSON.readTree(line)).toList();
    }

    JsonNode lastJson() {
        List<JsonNode> all = json();
        return all.get(all.size() - 1);
    }

    String lastLine() {
        List<String> all = lines();
        return all.get(all.size() - 1);
    }

    <A> A appender(String name, Class<A> type) {
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Appender<ILoggingEvent> found = root.getAppender(name);
        for (var all = root.iteratorForAppenders(); found == null && all.hasNext(); ) {
            found = nested(all.next(), name);
        }
        return type.cast(Objects.requireNonNull(found, name));
    }

    @SuppressWarnings("unchecked") // the inner appenders are appenders of log events
    private static @Nullable Appender<ILoggingEvent> nested(Appender<ILoggingEvent> outer, String name) {
        return outer instanceof AppenderAttachable<?> holder
                ? (Appender<ILoggingEvent>) holder.getAppender(name)
                : null;
    }

    List<TelemetryTurboFilter> filters() {
        return context.getTurboFilterList().stream()
                .filter(TelemetryTurboFilter.class::isInstance)
                .map(TelemetryTurboFilter.class::cast)
                .toList();
    }

    List<Status> problems() {
        return context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getEffectiveLevel() > Status.INFO)
                .toList();
    }

    @Override
    public void close() {
        List<Status> problems = problems();
        context.stop();
        assertThat(problems).isEmpty();
    }
}
