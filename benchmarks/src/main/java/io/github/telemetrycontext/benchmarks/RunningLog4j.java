package io.github.telemetrycontext.benchmarks;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.OutputStreamAppender;
import org.apache.logging.log4j.core.async.AsyncLogger;
import org.apache.logging.log4j.core.async.AsyncLoggerContextSelector;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.impl.ContextDataInjectorFactory;

/** Log4j in one scenario, as this JVM's only one, because it reads most of its settings once. */
final class RunningLog4j {

    private final LoggerContext context;
    private final Sink sink;
    private final Logger logger;

    private RunningLog4j(LoggerContext context, Sink sink) {
        this.context = context;
        this.sink = sink;
        logger = context.getLogger("benchmark");
    }

    /** Also looks at what one event becomes, in a first Log4j that is stopped again. */
    static RunningLog4j start(Scenario scenario, Log4jLayout layout) {
        scenario.classPath.check();
        if (scenario == Scenario.OURS_WITHOUT_INJECTOR) {
            System.setProperty("telemetry.context.log4j2.injector", "false");
        }
        if (scenario == Scenario.OPENTELEMETRY) {
            System.setProperty("otel.instrumentation.log4j-context-data.add-baggage", "true");
        }
        scenario.enter(Native.THREAD_CONTEXT);
        RunningLog4j probe = start(layout, new Sink(true));
        checkInjector(scenario);
        probe.log();
        probe.stop();
        Line.check(probe.sink.kept(), scenario.shownBy(layout == Log4jLayout.TELEMETRY_ECS));
        return start(layout, new Sink(false));
    }

    /** As the other method, with a ring buffer between the logger and the layout. */
    static RunningLog4j startAsync(Scenario scenario, Log4jLayout layout) {
        System.setProperty("log4j2.contextSelector", AsyncLoggerContextSelector.class.getName());
        RunningLog4j log4j = start(scenario, layout);
        if (!(log4j.logger instanceof AsyncLogger)) {
            throw new IllegalStateException("Not an async logger: " + log4j.logger);
        }
        return log4j;
    }

    private static RunningLog4j start(Log4jLayout layout, Sink sink) {
        var builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        LoggerContext context = Configurator.initialize(
                builder.add(builder.newRootLogger(Level.INFO)).build(false));
        Configuration configuration = context.getConfiguration();
        OutputStreamAppender appender = OutputStreamAppender.newBuilder()
                .setName("out")
                .setTarget(sink)
                .setLayout(layout.of(configuration))
                .build();
        appender.start();
        configuration.addAppender(appender);
        configuration.getRootLogger().addAppender(appender, null, null);
        context.updateLoggers();
        return new RunningLog4j(context, sink);
    }

    /** Whether the event data comes from where the scenario says. */
    private static void checkInjector(Scenario scenario) {
        String injector = ContextDataInjectorFactory.createInjector().getClass().getName();
        boolean wanted = scenario.isOurs() && scenario != Scenario.OURS_WITHOUT_INJECTOR;
        if (injector.startsWith("io.github.telemetrycontext.") != wanted) {
            throw new IllegalStateException(
                    scenario + " should " + (wanted ? "" : "not ") + "have our injector but has " + injector);
        }
    }

    long log() {
        logger.info(Line.MESSAGE, Line.ARGUMENT);
        return sink.sum();
    }

    void stop() {
        Configurator.shutdown(context, 1, TimeUnit.MINUTES);
    }
}
