package io.github.telemetrycontext.samples;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;

/** A separate Logback context that keeps events as text: the message, then the fields. */
final class Captured {

    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final Logger log;

    Captured() {
        LoggerContext context = new LoggerContext();
        TelemetryMdcAdapter.install(context);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                events.add(event.getFormattedMessage() + " " + event.getMDCPropertyMap());
            }
        };
        appender.setContext(context);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
        log = context.getLogger("agent");
    }
}
