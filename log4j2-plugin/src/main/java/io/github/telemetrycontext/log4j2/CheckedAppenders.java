package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.spi.SelfCheckReport;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AsyncAppender;
import org.apache.logging.log4j.core.appender.FailoverAppender;
import org.apache.logging.log4j.core.appender.rewrite.RewriteAppender;
import org.apache.logging.log4j.core.appender.routing.RoutingAppender;
import org.apache.logging.log4j.core.config.AppenderControl;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** The part of the self-check that shows what each appender would write. */
final class CheckedAppenders {

    private static final String TEMPLATE = "use JsonTemplateLayout with"
            + " eventTemplateUri=\"classpath:TelemetryEcsLayout.json\" or another template of telemetry-context-log4j2";

    private final SelfCheckReport.Builder report;
    private final Map<String, Appender> appenders = new TreeMap<>();

    CheckedAppenders(Configuration configuration, SelfCheckReport.Builder report) {
        this.report = report;
        // What stands behind Async, Rewrite and Failover is among those of the configuration.
        add(configuration.getAppenders().values());
        for (LoggerConfig logger : configuration.getLoggers().values()) {
            add(logger.getAppenders().values());
        }
    }

    private void add(Collection<Appender> more) {
        for (Appender appender : more) {
            if (appenders.putIfAbsent(appender.getName(), appender) == null
                    && appender instanceof RoutingAppender routing) {
                add(routing.getAppenders().values().stream()
                        .map(AppenderControl::getAppender)
                        .toList());
            }
        }
    }

    void check(LogEvent probe, List<String> wanted) {
        report.outputs(wanted, appenders.keySet());
        appenders.forEach((name, appender) -> {
            if (wanted.isEmpty() || wanted.contains(name)) {
                check(appender, probe);
            }
        });
    }

    private void check(Appender appender, LogEvent probe) {
        Layout<?> layout = appender.getLayout();
        String subject = "appender " + appender.getName() + " ("
                + (layout == null ? appender : layout).getClass().getSimpleName() + ")";
        if (appender instanceof AsyncAppender async) {
            report.ok(subject + ": hands on to " + List.of(async.getAppenderRefStrings()));
        } else if (appender instanceof RoutingAppender
                || appender instanceof RewriteAppender
                || appender instanceof FailoverAppender) {
            report.ok(subject + ": hands on to other appenders");
        } else if (layout == null) {
            report.note(subject + ": has no layout, this check can't see what it writes");
        } else {
            check(subject, layout, probe);
        }
    }

    private void check(String subject, Layout<?> layout, LogEvent probe) {
        try {
            report.output(subject, layout.toByteArray(probe), forFields(layout), "for a number, " + TEMPLATE);
        } catch (RuntimeException | LinkageError e) {
            report.problem(subject + ": fails with " + e, "see to it that the layout can write any event");
        }
    }

    private static String forFields(Layout<?> layout) {
        if (layout instanceof PatternLayout) {
            return "add %X{session_id} and the like to the pattern, or " + TEMPLATE;
        }
        return "let the layout write the context data, by properties=\"true\" in JsonLayout and XmlLayout,"
                + " includeThreadContext=\"true\" in GelfLayout, or " + TEMPLATE;
    }
}
