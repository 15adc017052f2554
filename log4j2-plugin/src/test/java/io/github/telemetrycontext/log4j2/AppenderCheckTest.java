package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.spi.SelfCheckReport;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests what the self-check reports about the appenders of a configuration. */
@ExtendWith(TelemetryContextExtension.class)
class AppenderCheckTest {

    /** Checks a configuration whose root logger refers to all appenders. */
    private static SelfCheckReport check(String appenders, String... wanted) {
        String references = Pattern.compile(" (name='.+?')")
                .matcher(appenders)
                .results()
                .map(name -> "<AppenderRef " + name.group(1).replace("name", "ref") + "/>")
                .collect(Collectors.joining());
        return check(configuration(appenders, references), log4j -> {}, wanted);
    }

    private static String configuration(String appenders, String references) {
        return "<Configuration><Appenders>" + appenders + "</Appenders><Loggers><Root level='info'>" + references
                + "</Root></Loggers></Configuration>";
    }

    private static SelfCheckReport check(String configuration, Consumer<Log4j> before, String... wanted) {
        try (Log4j log4j = Log4j.start(configuration)) {
            before.accept(log4j);
            return TelemetrySelfCheck.check(log4j.context(), wanted);
        }
    }

    @Test
    void advisesToEnableContextDataInStockLayouts() {
        SelfCheckReport report = check("<Console name='GELF'><GelfLayout includeThreadContext='false'/></Console>"
                + "<Console name='STRINGS'><JsonTemplateLayout eventTemplateUri='classpath:EcsLayout.json'/></Console>"
                + "<Console name='TYPED'><JsonTemplateLayout"
                + " eventTemplateUri='classpath:LogstashJsonEventLayoutV1.json'/></Console>");
        assertThat(report.lines())
                .contains(
                        "PROBLEM  appender GELF (GelfLayout): writes none of the fields",
                        "ok       appender TYPED (JsonTemplateLayout): session_id, request_id, model_id as text;"
                                + " sampling_iteration as a number")
                .anyMatch(line -> line.contains("includeThreadContext=\"true\" in GelfLayout"))
                .anyMatch(line ->
                        line.startsWith("ok       appender STRINGS (JsonTemplateLayout): session_id, request_id,"
                                + " model_id, sampling_iteration as text; for a number, use JsonTemplateLayout with"));
    }

    @Test
    void notesAppenderWithoutLayout() {
        SelfCheckReport report = check("<CountingNoOp name='NOWHERE'/>");
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains("note     appender NOWHERE (CountingNoOpAppender): has no layout, so the check can't find"
                        + " fields in its output");
    }

    @Test
    void checksRoutesInUse() {
        String configuration =
                "<Configuration><Appenders><Routing name='ROUTES'><Routes pattern='$${ctx:session_id:-none}'>"
                        + "<Route><Capture name='route-${ctx:session_id:-none}'><PatternLayout pattern='%m%n'/></Capture></Route>"
                        + "</Routes></Routing></Appenders>"
                        + "<Loggers><Root level='info'><AppenderRef ref='ROUTES'/></Root></Loggers></Configuration>";
        SelfCheckReport report = check(configuration, log4j -> log4j.logger().info("first"));
        assertThat(report.lines())
                .contains(
                        "ok       appender ROUTES (RoutingAppender): passes events to other appenders",
                        "PROBLEM  appender route-none (PatternLayout): writes none of the fields");
    }

    @Test
    void reportsUnknownAppenderName() {
        assertThat(check("<Console name='A'/>", "B").lines())
                .contains("PROBLEM  appender B: does not exist", "         action: use a name of [A]");
    }

    @Test
    void reportsAppenderThatIsNotStarted() {
        String configuration =
                configuration("<Console name='A'><PatternLayout pattern='%X%n'/></Console>", "<AppenderRef ref='A'/>");
        SelfCheckReport report = check(
                configuration,
                log4j -> log4j.context().getConfiguration().getAppender("A").stop());
        assertThat(report.isOk()).isFalse();
        assertThat(report.lines())
                .contains(
                        "PROBLEM  appender A (PatternLayout): is not started, so it writes nothing",
                        "         action: fix the cause that Log4j's status messages name");
    }

    @Test
    void doesNotAcceptAppenderThatNoLoggerRefersTo() {
        String good = "<Console name='GOOD'><PatternLayout pattern='%X%n'/></Console>";
        String bare = "<Console name='BARE'><PatternLayout pattern='%m%n'/></Console>";

        SelfCheckReport unused = check(configuration(good + bare, "<AppenderRef ref='BARE'/>"), log4j -> {});
        assertThat(unused.lines())
                .contains(
                        "note     appender GOOD (PatternLayout): no logger refers to it, so it writes nothing",
                        "PROBLEM  appender BARE (PatternLayout): writes none of the fields",
                        "result: 1 problem");
        assertThat(check(configuration(good + bare, "<AppenderRef ref='BARE'/>"), log4j -> {}, "GOOD")
                        .lines())
                .contains("PROBLEM  appender GOOD: no logger refers to it, so it writes nothing", "result: 1 problem");
        assertThat(check(configuration(good, ""), log4j -> {}).lines())
                .contains(
                        "PROBLEM  appenders: no logger refers to an appender, so no event is written",
                        "result: 1 problem");
    }

    @Test
    void checksAppenderOfDefaultConfiguration() {
        try (LoggerContext context = new LoggerContext("unconfigured")) {
            context.start(new DefaultConfiguration());
            assertThat(TelemetrySelfCheck.check(context).lines())
                    .anyMatch(line -> line.startsWith("PROBLEM  appender DefaultConsole")
                            && line.endsWith(": writes none of the fields"))
                    .endsWith("result: 1 problem");
        }
    }

    @Test
    void checksAppendersBehindOtherAppenders() {
        String good = "<Console name='GOOD'><PatternLayout pattern='%X%n'/></Console>";
        String errors = "<Console name='ERRORS'><PatternLayout pattern='%X%n'/></Console>";
        String queue = "<Async name='QUEUE' errorRef='ERRORS'><AppenderRef ref='GOOD'/></Async>";
        String rewrite = "<Rewrite name='REWRITE'><AppenderRef ref='GOOD'/>"
                + "<PropertiesRewritePolicy><Property name='user'>u</Property></PropertiesRewritePolicy></Rewrite>";
        for (String outer : List.of(queue, rewrite)) {
            String name = outer.equals(queue) ? "QUEUE" : "REWRITE";
            SelfCheckReport report =
                    check(configuration(good + errors + outer, "<AppenderRef ref='" + name + "'/>"), log4j -> {});
            assertThat(report.isOk()).isTrue();
            assertThat(report.lines())
                    .contains("ok       appender GOOD (PatternLayout): session_id, request_id, model_id,"
                            + " sampling_iteration as text");
        }
    }

    @Test
    void skipsLayoutThatCountsItsEvents() {
        String appenders = "<Capture name='out'><JsonLayout complete='true' properties='true'/></Capture>"
                + "<Console name='PLAIN'><JsonLayout properties='true'/></Console>";
        String references = "<AppenderRef ref='out'/><AppenderRef ref='PLAIN'/>";
        try (Log4j log4j = Log4j.start(configuration(appenders, references))) {
            assertThat(TelemetrySelfCheck.check(log4j.context()).lines())
                    .contains(
                            "note     appender out (JsonLayout): not checked, because with complete=\"true\" it counts"
                                    + " the events that it writes")
                    .anyMatch(line -> line.startsWith("ok       appender PLAIN (JsonLayout): session_id,"));
            log4j.logger().info("first");
            assertThat(log4j.lines().get(0)).isEqualTo("{");
        }
    }

    @Test
    void namesFailingLayout() {
        Appender broken = new AbstractAppender("BROKEN", null, new Broken(), true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {}
        };
        broken.start();
        SelfCheckReport report = check(
                configuration("", ""),
                log4j -> log4j.context().getConfiguration().getRootLogger().addAppender(broken, null, null));
        assertThat(report.lines())
                .contains(
                        "PROBLEM  appender BROKEN (Broken): fails with java.lang.IllegalStateException: on purpose",
                        "         action: fix the layout so that it can write any event",
                        "result: 1 problem");
    }

    /** Fails for every event. */
    private static final class Broken extends AbstractStringLayout {

        Broken() {
            super(StandardCharsets.UTF_8);
        }

        @Override
        public String toSerializable(LogEvent event) {
            throw new IllegalStateException("on purpose");
        }
    }
}
