package io.github.telemetrycontext.micrometer;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import io.github.telemetrycontext.logback.TelemetryMdcEntryWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;

/** A Logback with the plugin that writes JSON lines, as the README of the Logback plugin configures it. */
final class LogLines {

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    LogLines() {
        TelemetryMdcAdapter.install(context);
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.addMdcEntryWriter(new TelemetryMdcEntryWriter());
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    Logger logger() {
        return context.getLogger("agent");
    }

    List<String> written() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    void end() {
        context.stop();
    }
}
