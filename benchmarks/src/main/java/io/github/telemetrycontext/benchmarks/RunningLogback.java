package io.github.telemetrycontext.benchmarks;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.status.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

/** Logback in one scenario. As in an application, it loads services and a configuration file. */
final class RunningLogback implements Running {

    private static final String OUT = """
            <appender name="out" class="%s">
              <keeping>%s</keeping>
              %s
            </appender>
            """;

    /** With the default threshold, the appender would discard these events when its queue is almost full. */
    private static final String ASYNC = """
            <appender name="async" class="ch.qos.logback.classic.AsyncAppender">
              <discardingThreshold>0</discardingThreshold>
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
    private final Logger logger;

    private RunningLogback(LoggerContext context) {
        this.context = context;
        appenders = chainFrom(context.getLogger(Logger.ROOT_LOGGER_NAME));
        sink = ((SinkAppender) appenders.get(appenders.size() - 1)).sink();
        logger = context.getLogger("benchmark");
    }

    /** Also checks the line of one event, with another Logback that is stopped afterwards. */
    static Running start(Scenario scenario, Output output, boolean async) {
        RunningLogback probe = start(configuration(scenario, output, async, true));
        checkPlugin(scenario, probe.context);
        probe.log();
        probe.stop();
        Line.check(probe.sink.kept(), scenario.shown());
        return start(configuration(scenario, output, async, false));
    }

    private static RunningLogback start(String configuration) {
        LoggerContext context = new LoggerContext();
        // First, because SLF4J then starts a Logback that must not read this file.
        context.setMDCAdapter(MDC.getMDCAdapter());
        context.putObject(Environment.class.getName(), new StandardEnvironment());
        configure(context, configuration);
        return new RunningLogback(context);
    }

    /** Checks that the plugin is installed in our scenarios only. */
    private static void checkPlugin(Scenario scenario, LoggerContext context) {
        String adapter = context.getMDCAdapter().getClass().getName();
        if (adapter.startsWith("io.github.telemetrycontext.") != scenario.isOurs()) {
            throw new IllegalStateException(
                    scenario + " must " + (scenario.isOurs() ? "" : "not ") + "have our adapter, but has " + adapter);
        }
    }

    private static String configuration(Scenario scenario, Output output, boolean async, boolean keeping) {
        StringBuilder xml = new StringBuilder("<configuration>\n");
        xml.append(OUT.formatted(SinkAppender.class.getName(), keeping, output.definition));
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
        try {
            Path file = Files.createTempFile("logback", ".xml");
            Files.writeString(file, xml);
            System.setProperty(ClassicConstants.CONFIG_FILE_PROPERTY, file.toString());
            new ContextInitializer(context).autoConfig();
            Files.delete(file);
        } catch (IOException | JoranException e) {
            throw new IllegalStateException(e);
        }
        List<Status> problems = context.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() >= Status.WARN)
                .toList();
        if (!problems.isEmpty()) {
            throw new IllegalStateException(problems + " from " + xml);
        }
    }

    /** Returns the appenders that an event passes, in order. */
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

    @SuppressWarnings("unchecked") // nested appenders have the same type of events
    private static @Nullable AppenderAttachable<ILoggingEvent> nested(Appender<ILoggingEvent> appender) {
        return appender instanceof AppenderAttachable ? (AppenderAttachable<ILoggingEvent>) appender : null;
    }

    @Override
    public void log() {
        logger.info(Line.MESSAGE, Line.ARGUMENT);
    }

    @Override
    public void logBelowLevel() {
        logger.debug(Line.MESSAGE, Line.ARGUMENT);
    }

    @Override
    public long sum() {
        return sink.sum();
    }

    /** Stops the appenders in their order, because some do not stop the next one. */
    @Override
    public void stop() {
        appenders.forEach(Appender::stop);
        context.stop();
    }
}
