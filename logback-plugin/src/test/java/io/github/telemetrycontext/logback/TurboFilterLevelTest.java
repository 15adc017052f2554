package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.spi.FilterReply;
import ch.qos.logback.core.status.Status;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests levels for the events of one context, and declared filters. */
@SuppressWarnings("try") // scopes are only opened and closed
@ExtendWith(TelemetryContextExtension.class)
class TurboFilterLevelTest {

    @Test
    void turnsOnLevelForOneSessionOnly() {
        try (Logback logback = start("<sessionId>s-42</sessionId><level>DEBUG</level>")) {
            Logger log = logback.logger();
            log.debug("outside");
            assertThat(log.isDebugEnabled()).isFalse();
            try (var scope = TelemetryContext.with().sessionId("s-41").open()) {
                log.debug("other");
                log.atDebug().log("other");
                assertThat(log.isDebugEnabled()).isFalse();
                log.info("info");
            }
            try (var scope = TelemetryContext.with().sessionId("s-42").open()) {
                assertThat(log.isDebugEnabled()).isTrue();
                assertThat(log.isTraceEnabled()).isFalse();
                log.trace("trace");
                log.debug("{}", "one");
                log.debug("{} {}", "one", "two");
                log.debug("{} {} {}", "one", "two", "three");
                log.atDebug().addKeyValue("k", "v").log("fluent");
                log.atTrace().log("trace");
            }
            assertThat(logback.lines())
                    .containsExactly(
                            "info [session_id=s-41] []",
                            "one [session_id=s-42] []",
                            "one two [session_id=s-42] []",
                            "one two three [session_id=s-42] []",
                            "fluent [session_id=s-42] [k=\"v\"]");
        }
    }

    @Test
    void ignoresSessionIdInMdc() {
        try (Logback logback = start("<sessionId>s-42</sessionId><level>DEBUG</level>")) {
            logback.mdc.put("session_id", "s-42");
            assertThat(logback.logger().isDebugEnabled()).isFalse();
            logback.mdc.clear();
        }
    }

    @ParameterizedTest
    @CsvSource({"s, r, m, true", "s, r, x, false", "s, x, m, false", "x, r, m, false", "s, r, , false"})
    void requiresAllConditions(String session, String request, String model, boolean on) {
        try (Logback logback = start("<sessionId>s</sessionId><requestId>r</requestId><modelId>m</modelId>"
                        + "<level>trace</level>");
                var scope = TelemetryContext.with()
                        .sessionId(session)
                        .requestId(request)
                        .modelId(model)
                        .open()) {
            assertThat(logback.logger().isTraceEnabled()).isEqualTo(on);
        }
    }

    @Test
    void neverTurnsLevelOff() {
        try (Logback logback = start("<sessionId>s</sessionId><level>ERROR</level>");
                var scope = TelemetryContext.with().sessionId("s").open()) {
            assertThat(logback.logger().isInfoEnabled()).isTrue();
            assertThat(logback.logger().isDebugEnabled()).isFalse();
        }
    }

    @Test
    void declaredFilterInstallsAdapter() {
        String xml = declaring("<sessionId>s</sessionId><level>DEBUG</level>");
        try (Logback logback = Logback.withoutPlugin().configure(xml);
                var scope = TelemetryContext.with().sessionId("s").open()) {
            logback.logger().debug("declared");

            assertThat(logback.lines()).containsExactly("declared [session_id=s] []");
            assertThat(logback.context.getMDCAdapter()).isInstanceOf(TelemetryMdcAdapter.class);
            assertThat(logback.filters()).hasSize(1);
        }
    }

    @Test
    void acceptsFilterWithoutProperties() {
        try (Logback logback = start("");
                var scope = TelemetryContext.with().sessionId("s").open()) {
            logback.logger().info("declared");
            assertThat(logback.lines()).containsExactly("declared [session_id=s] []");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<level>DEBUG</level>                        | level DEBUG but no condition | add <sessionId>",
                "<sessionId>s</sessionId>                    | sessionId=s                  | add <level>",
                "<modelId>m</modelId>                        | modelId=m                    | add <level>",
                "<sessionId>s</sessionId><level>LOUD</level> | level [LOUD]                 | use one of TRACE, DEBUG",
            })
    void reportsInvalidPropertyOnceAndTurnsNothingOn(String properties, String culprit, String action) {
        try (Logback logback = start(properties)) {
            List<Status> problems = logback.problems();
            assertThat(problems).hasSize(1);
            assertThat(problems.get(0).getMessage()).contains("TelemetryTurboFilter", culprit, action);
            logback.context.getStatusManager().clear();

            try (var scope = TelemetryContext.with().sessionId("s").modelId("m").open()) {
                logback.logger().debug("off");
                logback.logger().atInfo().addKeyValue("session_id", "own").log("on");
            }
            assertThat(logback.lines()).containsExactly("on [model_id=m] [session_id=\"own\"]");
        }
    }

    @Test
    void reportsMissingLoggerContextAndStaysNeutral() {
        ContextBase context = new ContextBase();
        TelemetryTurboFilter filter = new TelemetryTurboFilter();
        filter.setContext(context);

        filter.start();

        assertThat(context.getStatusManager().getCopyOfStatusList())
                .singleElement()
                .satisfies(status -> assertThat(status.getMessage()).contains("LoggerContext", "setContext"));
        try (Logback logback = Logback.withoutPlugin()) {
            assertThat(filter.decide(null, logback.logger(), Level.DEBUG, null, null, null))
                    .isEqualTo(FilterReply.NEUTRAL);
        }
        filter.stop();
        assertThat(filter.isStarted()).isFalse();
    }

    private static Logback start(String properties) {
        return Logback.withPlugin().configure(declaring(properties));
    }

    private static String declaring(String properties) {
        return Logback.TEXT.replace(
                "<appender ",
                "<turboFilter class='" + TelemetryTurboFilter.class.getName() + "'>" + properties
                        + "</turboFilter><appender ");
    }
}
