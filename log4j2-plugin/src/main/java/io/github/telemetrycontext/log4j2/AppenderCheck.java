package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.internal.SelfCheck;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AsyncAppender;
import org.apache.logging.log4j.core.appender.FailoverAppender;
import org.apache.logging.log4j.core.appender.rewrite.RewriteAppender;
import org.apache.logging.log4j.core.appender.routing.RoutingAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.JsonLayout;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/** Checks which fields each appender would write. Part of the self-check. */
final class AppenderCheck {

    private static final String TEMPLATE = "use JsonTemplateLayout with"
            + " eventTemplateUri=\"classpath:TelemetryEcsLayout.json\" or another template of telemetry-context-log4j2";

    private static final String UNUSED = ": no logger refers to it, so it writes nothing";
    private static final String REFER = "add an AppenderRef to the Root logger or to another logger";

    private final Configuration configuration;
    private final SelfCheck report;
    private final Map<String, Appender> appenders = new TreeMap<>();

    /** Names of the appenders that a logger refers to, directly or through other appenders. */
    private final Set<String> reached;

    /** Whether a reached appender may pass events to appenders that this check cannot find. */
    private boolean leadsOn;

    AppenderCheck(Configuration configuration, SelfCheck report) {
        this.configuration = configuration;
        this.report = report;
        for (LoggerConfig logger : configuration.getLoggers().values()) {
            logger.getAppenders().values().forEach(this::reach);
        }
        // The root logger of Log4j's default configuration is not in the list of loggers.
        configuration.getRootLogger().getAppenders().values().forEach(this::reach);
        reached = Set.copyOf(appenders.keySet());
        configuration.getAppenders().forEach(appenders::putIfAbsent);
    }

    private void reach(@Nullable Appender appender) {
        if (appender == null || appenders.putIfAbsent(appender.getName(), appender) != null) {
            return;
        }
        if (appender instanceof AsyncAppender async) {
            for (String name : async.getAppenderRefStrings()) {
                reach(configuration.getAppender(name));
            }
            reach(async.getErrorRef() == null ? null : configuration.getAppender(async.getErrorRef()));
        } else if (appender instanceof RoutingAppender routing) {
            leadsOn = true;
            routing.getAppenders().values().forEach(route -> reach(route.getAppender()));
        } else if (appender.getLayout() == null) {
            leadsOn = true;
        }
    }

    void check(LogEvent probe, List<String> wanted) {
        report.outputs(wanted, appenders.keySet());
        if (reached.isEmpty() && !appenders.isEmpty()) {
            report.problem("appenders: no logger refers to an appender, so no event is written", REFER);
        }
        appenders.forEach((name, appender) -> {
            if (wanted.isEmpty()) {
                check(appender, probe);
            } else if (wanted.contains(name)) {
                if (isUnused(appender)) {
                    report.problem("appender " + name + UNUSED, REFER);
                } else {
                    check(appender, probe);
                }
            }
        });
    }

    private boolean isUnused(Appender appender) {
        return !leadsOn && !reached.contains(appender.getName());
    }

    private void check(Appender appender, LogEvent probe) {
        Layout<?> layout = appender.getLayout();
        String subject = "appender " + appender.getName() + " ("
                + (layout == null ? appender : layout).getClass().getSimpleName() + ")";
        if (isUnused(appender)) {
            report.note(subject + UNUSED);
        } else if (!appender.isStarted()) {
            report.problem(
                    subject + ": is not started, so it writes nothing",
                    "fix the cause that Log4j's status messages name");
        } else if (appender instanceof AsyncAppender async) {
            report.ok(subject + ": passes events to " + List.of(async.getAppenderRefStrings()));
        } else if (appender instanceof RoutingAppender
                || appender instanceof RewriteAppender
                || appender instanceof FailoverAppender) {
            report.ok(subject + ": passes events to other appenders");
        } else if (layout == null) {
            report.note(subject + ": has no layout, so the check can't find fields in its output");
        } else if (layout instanceof JsonLayout && layout.getHeader() != null) {
            // Only a layout with complete="true" has a header. It writes a comma before each event but the first.
            report.note(subject + ": not checked, because with complete=\"true\" it counts the events that it writes");
        } else {
            check(subject, layout, probe);
        }
    }

    private void check(String subject, Layout<?> layout, LogEvent probe) {
        try {
            report.output(subject, layout.toByteArray(probe), forFields(layout), "for a number, " + TEMPLATE);
        } catch (RuntimeException | LinkageError e) {
            report.problem(subject + ": fails with " + e, "fix the layout so that it can write any event");
        }
    }

    private static String forFields(Layout<?> layout) {
        if (layout instanceof PatternLayout) {
            return "add %X{session_id} and the like to the pattern, or " + TEMPLATE;
        }
        return "enable the context data, with properties=\"true\" in JsonLayout and XmlLayout or with"
                + " includeThreadContext=\"true\" in GelfLayout, or " + TEMPLATE;
    }
}
