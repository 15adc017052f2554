package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.html.HTMLLayoutBase;
import ch.qos.logback.core.sift.SiftingAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.status.StatusManager;
import io.github.telemetrycontext.internal.SelfCheck;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks which fields each appender would write. Part of the self-check. */
final class AppenderCheck {

    private static final String LOGSTASH = "net.logstash.logback:logstash-logback-encoder";

    private static final String FOR_NUMBER =
            "for a number, use LogstashEncoder with the mdcEntryWriter TelemetryMdcEntryWriter";

    /** The dependencies that contain encoders, by the package of a missing class. */
    private static final Map<String, String> DEPENDENCIES = Map.of(
            "net.logstash.logback.",
            LOGSTASH,
            "tools.jackson.",
            "Jackson 3, which " + LOGSTASH + " 9 needs",
            "com.fasterxml.jackson.",
            "Jackson 2, which " + LOGSTASH + " 8 needs",
            "co.elastic.logging.",
            "co.elastic.logging:logback-ecs-encoder");

    private final StatusManager statuses;
    private final SelfCheck report;
    private final Set<Appender<?>> appenders;

    AppenderCheck(LoggerContext context, SelfCheck report) {
        this.statuses = context.getStatusManager();
        this.report = report;
        this.appenders = Appenders.of(context);
    }

    void check(ILoggingEvent probe, List<String> wanted) {
        Collection<String> names = appenders.stream()
                .map(appender -> String.valueOf(appender.getName()))
                .toList();
        report.outputs(wanted, names);
        for (Appender<?> appender : appenders) {
            if (wanted.isEmpty() || wanted.contains(appender.getName())) {
                check(appender, probe);
            }
        }
    }

    private void check(Appender<?> appender, ILoggingEvent probe) {
        String name = "appender " + appender.getName();
        String subject = name + " (" + appender.getClass().getSimpleName() + ")";
        if (!appender.isStarted()) {
            Set<String> missing = isWithoutEncoder(appender) ? missingClasses() : Set.of();
            if (missing.isEmpty()) {
                report.problem(
                        subject + ": is not started, so it writes nothing",
                        "fix the cause that Logback's status messages name");
            } else {
                report.problem(
                        subject + ": has no encoder, so it writes nothing; missing on the classpath: "
                                + String.join(", ", missing),
                        dependenciesWith(missing));
            }
        } else if (appender instanceof AppenderAttachable<?> outer) {
            checkInner(subject, outer);
        } else if (appender instanceof SiftingAppenderBase<?>) {
            report.ok(subject + ": passes events to other appenders");
        } else {
            check(appender, name, subject, probe);
        }
    }

    private static boolean isWithoutEncoder(Appender<?> appender) {
        return appender instanceof OutputStreamAppender<?> stream && stream.getEncoder() == null;
    }

    /**
     * Returns the classes that Logback did not find, from the causes of its statuses. A status does not name the
     * appender that needs the class.
     */
    private Set<String> missingClasses() {
        Set<String> missing = new LinkedHashSet<>();
        for (Status status : statuses.getCopyOfStatusList()) {
            for (Throwable cause = status.getThrowable(); cause != null; cause = cause.getCause()) {
                String className = cause.getMessage();
                if (className != null
                        && (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError)) {
                    missing.add(className.replace('/', '.'));
                }
            }
        }
        return missing;
    }

    private static String dependenciesWith(Set<String> missing) {
        return missing.stream()
                .map(className -> DEPENDENCIES.entrySet().stream()
                        .filter(dependency -> className.startsWith(dependency.getKey()))
                        .map(Map.Entry::getValue)
                        .findAny()
                        .orElse("the dependency that contains " + className))
                .distinct()
                .collect(Collectors.joining(" and ", "add ", ""));
    }

    private void checkInner(String subject, AppenderAttachable<?> outer) {
        List<String> inner = new ArrayList<>();
        outer.iteratorForAppenders().forEachRemaining(appender -> inner.add(String.valueOf(appender.getName())));
        String finding = subject + ": passes events to " + inner;
        if (outer instanceof AsyncAppender || outer.getClass().getName().startsWith("net.logstash.logback.")) {
            report.ok(finding);
        } else {
            report.note(finding + "; if this happens on another thread, the fields are lost unless "
                    + outer.getClass().getName() + " calls prepareForDeferredProcessing() on the calling thread");
        }
    }

    private void check(Appender<?> appender, String name, String subject, ILoggingEvent probe) {
        try {
            Object writer = Appenders.writerOf(appender);
            if (writer == null) {
                report.note(subject + ": has no encoder, so the check can't find fields in its output");
            } else if (countsRows(writer)) {
                report.note(name + " (HTMLLayout): not checked, because it counts the rows of its tables");
            } else {
                report.output(
                        name + " (" + writer.getClass().getSimpleName() + ")",
                        written(writer, probe),
                        forFields(writer),
                        FOR_NUMBER);
            }
        } catch (RuntimeException | LinkageError e) {
            report.problem(subject + ": fails with " + e, "fix the encoder so that it can write any event");
        }
    }

    /**
     * Returns whether the writer counts rows for its tables. After an extra row, the next row would have the style of
     * the row before it. In one of 10,000 cases, a table would not end.
     */
    private static boolean countsRows(Object writer) {
        Object layout = writer instanceof LayoutWrappingEncoder<?> wrapping ? wrapping.getLayout() : writer;
        return layout instanceof HTMLLayoutBase<?>;
    }

    @SuppressWarnings("unchecked") // a logger has appenders for logging events
    private static byte[] written(Object writer, ILoggingEvent probe) {
        if (writer instanceof Encoder<?> encoder) {
            byte[] bytes = ((Encoder<ILoggingEvent>) encoder).encode(probe);
            return Objects.requireNonNullElseGet(bytes, () -> new byte[0]);
        }
        String text = ((Layout<ILoggingEvent>) writer).doLayout(probe);
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String forFields(Object writer) {
        if (writer instanceof PatternLayoutEncoder || writer instanceof PatternLayout) {
            return "add %mdc{session_id} and the like to the pattern";
        }
        return "enable the MDC in the encoder: withMDC of JsonEncoder, includeMdc of LogstashEncoder, the provider <mdc/> of"
                + " a composite encoder";
    }
}
