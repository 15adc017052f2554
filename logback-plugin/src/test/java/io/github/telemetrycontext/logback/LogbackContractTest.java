package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.github.telemetrycontext.testkit.ContextPropagationContract;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

class LogbackContractTest extends ContextPropagationContract {

    private final Map<String, Map<String, String>> shownByMessage = new ConcurrentHashMap<>();
    private final AtomicInteger events = new AtomicInteger();
    private final Logger logger = newLogger();

    private Logger newLogger() {
        LoggerContext context = new LoggerContext();
        TelemetryMdcAdapter.install(context);
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                shownByMessage.put(event.getMessage(), Map.copyOf(event.getMDCPropertyMap()));
            }
        };
        appender.setContext(context);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(appender);
        return root;
    }

    @Override
    protected Map<String, String> fieldsShown() {
        String message = "event " + events.incrementAndGet();
        logger.info(message);
        return Objects.requireNonNull(shownByMessage.remove(message));
    }
}
