package io.github.telemetrycontext.benchmarks;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.OutputStreamAppender;
import org.apache.logging.log4j.core.async.AsyncLogger;
import org.apache.logging.log4j.core.async.AsyncLoggerContextSelector;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.impl.ContextDataInjectorFactory;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;

/** Log4j in one scenario. A JVM has only one scenario, because Log4j reads most settings once. */
final class RunningLog4j implements Running {

    private final LoggerContext context;
    private final Sink sink;
    private final Logger logger;

    private RunningLog4j(LoggerContext context, Sink sink) {
        this.context = context;
        this.sink = sink;
        logger = context.getLogger("benchmark");
    }

    /** Also checks the line of one event, with another Log4j that is stopped afterwards. */
    static Running start(Scenario scenario, Output output, boolean async) {
        if (scenario == Scenario.OURS_WITHOUT_INJECTOR) {
            System.setProperty("telemetry.context.log4j2.injector", "false");
        }
        if (scenario == Scenario.OPENTELEMETRY) {
            System.setProperty("otel.instrumentation.log4j-context-data.add-baggage", "true");
        }
        if (async) {
            System.setProperty("log4j2.contextSelector", AsyncLoggerContextSelector.class.getName());
        }
        RunningLog4j probe = start(output, new Sink(true));
        if (probe.logger instanceof AsyncLogger != async) {
            throw new IllegalStateException(
                    "Expected " + (async ? "an" : "no") + " async logger, but found " + probe.logger);
        }
        checkInjector(scenario);
        probe.log();
        probe.stop();
        Line.check(probe.sink.kept(), scenario.shown());
        return start(output, new Sink(false));
    }

    private static RunningLog4j start(Output output, Sink sink) {
        var builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        LoggerContext context = Configurator.initialize(
                builder.add(builder.newRootLogger(Level.INFO)).build(false));
        Configuration configuration = context.getConfiguration();
        OutputStreamAppender appender = OutputStreamAppender.newBuilder()
                .setName("out")
                .setTarget(sink)
                .setLayout(layout(output.definition, configuration))
                .build();
        appender.start();
        configuration.addAppender(appender);
        configuration.getRootLogger().addAppender(appender, null, null);
        context.updateLoggers();
        return new RunningLog4j(context, sink);
    }

    private static Layout<?> layout(String definition, Configuration configuration) {
        if (definition.endsWith(".json")) {
            return JsonTemplateLayout.newBuilder()
                    .setConfiguration(configuration)
                    .setEventTemplateUri("classpath:" + definition)
                    .build();
        }
        return PatternLayout.newBuilder()
                .setConfiguration(configuration)
                .setPattern(definition)
                .build();
    }

    /** Checks that the scenario uses the expected injector. */
    private static void checkInjector(Scenario scenario) {
        String injector = ContextDataInjectorFactory.createInjector().getClass().getName();
        boolean wanted = scenario.isOurs() && scenario != Scenario.OURS_WITHOUT_INJECTOR;
        if (injector.startsWith("io.github.telemetrycontext.") != wanted) {
            throw new IllegalStateException(
                    scenario + " must " + (wanted ? "" : "not ") + "have our injector, but has " + injector);
        }
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

    @Override
    public void stop() {
        Configurator.shutdown(context, 1, TimeUnit.MINUTES);
    }
}
