package io.github.telemetrycontext.benchmarks;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.status.Status;
import io.github.telemetrycontext.logback.TelemetryMdcAdapter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** Logback in one scenario, built by hand, so that our service has no say in it. */
final class RunningLogback {

    private static final String OUT = """
            <appender name="out" class="%s">
              <keeping>%s</keeping>
              %s
            </appender>
            """;

    private static final String ASYNC = """
            <appender name="async" class="ch.qos.logback.classic.AsyncAppender">
              <appender-ref ref="out"/>
            </appender>
            """;

    private static final String OPENTELEMETRY = """
            <appender name="otel" class="io.opentelemetry.instrumentation.logback.mdc.v1_0.OpenTelemetryAppender">
              <addBaggage>true</addBaggage>
              <appender-ref ref="%s"/>
            </appender>
            """;

    private final LoggerContext context;
    private final List<Appender<ILoggingEvent>> appenders;
    private final Sink sink;
    final Logger logger;

    private RunningLogback(LoggerContext context) {
        this.context = context;
        appenders = chainFrom(context.getLogger(Logger.ROOT_LOGGER_NAME));
        sink = ((SinkAppender) appenders.get(appenders.size() - 1)).sink();
        logger = context.getLogger("benchmark");
    }

    /** Also looks at what one event becomes, in a first Logback that is stopped again. */
    static RunningLogback start(Scenario scenario, LogbackEncoder encoder) {
        return start(scenario, encoder, false);
    }

    /** As the other method, with a queue between the logger and the encoder. */
    static RunningLogback startAsync(Scenario scenario, LogbackEncoder encoder) {
        return start(scenario, encoder, true);
    }

    private static RunningLogback start(Scenario scenario, LogbackEncoder encoder, boolean async) {
        scenario.enter(Native.MDC);
        RunningLogback probe = start(scenario, configuration(scenario, encoder, async, true));
        probe.log();
        probe.stop();
        Line.check(probe.sink.kept(), scenario.shownBy(encoder == LogbackEncoder.LOGSTASH_TYPED));
        return start(scenario, configuration(scenario, encoder, async, false));
    }

    private static RunningLogback start(Scenario scenario, String configuration) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(MDC.getMDCAdapter());
        configure(context, configuration);
        if (scenario.isOurs()) {
            TelemetryMdcAdapter.install(context);
        }
        return new RunningLogback(context);
    }

    private static String configuration(Scenario scenario, LogbackEncoder encoder, boolean async, boolean keeping) {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        xml.append(OUT.formatted(SinkAppender.class.getName(), keeping, encoder.xml));
        String first = "out";
        if (async) {
            xml.append(ASYNC);
            first = "async";
        }
        if (scenario == Scenario.OPENTELEMETRY) {
            xml.append(OPENTELEMETRY.formatted(first));
            first = "otel";
        }
        return xml.append("<root level='INFO'><appender-ref ref='%s'/></root>\n</configuration>\n".formatted(first))
                .toString();
    }

    private static void configure(LoggerContext context, String xml) {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (JoranException e) {
            throw new IllegalStateException(e);
        }
        List<Status> problems = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() >= Status.WARN)
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems + " from " + xml);
        }
    }

    /** The appenders that an event goes through, one after the other. */
    private static List<Appender<ILoggingEvent>> chainFrom(AppenderAttachable<ILoggingEvent> logger) {
        List<Appender<ILoggingEvent>> chain = new ArrayList<>();
        AppenderAttachable<ILoggingEvent> parent = logger;
        while (parent != null) {
            Appender<ILoggingEvent> appender = parent.iteratorForAppenders().next();
            chain.add(appender);
            parent = nested(appender);
        }
        return chain;
    }

    @SuppressWarnings("unchecked") // appenders that have appenders have them for the same events
    private static @Nullable AppenderAttachable<ILoggingEvent> nested(Appender<ILoggingEvent> appender) {
        return appender instanceof AppenderAttachable ? (AppenderAttachable<ILoggingEvent>) appender : null;
    }

    long log() {
        logger.info(Line.MESSAGE, Line.ARGUMENT);
        return sink.sum();
    }

    /** Stops the appenders in the order of the events, since not all of them stop the next one. */
    void stop() {
        appenders.forEach(Appender::stop);
        context.stop();
    }
}
