package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.net.SyslogAppender;
import ch.qos.logback.classic.sift.SiftingAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.AsyncAppenderBase;
import ch.qos.logback.core.encoder.EncoderBase;
import io.github.telemetrycontext.spi.SelfCheckReport;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import net.logstash.logback.appender.LogstashTcpSocketAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests what the self-check reports about the appenders of a logger context. */
@ExtendWith(TelemetryContextExtension.class)
class AppenderCheckTest {

    private static final String TYPED =
            "ok       appender OUT (LogstashEncoder): session_id, request_id, model_id as text;"
                    + " sampling_iteration as a number";

    private static SelfCheckReport check(String configuration, String... wanted) {
        try (Logback logback = Logback.withPlugin().configure(configuration)) {
            return TelemetrySelfCheck.check(logback.context, wanted);
        }
    }

    @Test
    void namesEncoderThatOmitsMdc() {
        String json =
                Logback.memory("", "class='ch.qos.logback.classic.encoder.JsonEncoder'", "<withMDC>false</withMDC>");
        assertThat(check(json).lines())
                .contains(
                        "PROBLEM  appender OUT (JsonEncoder): writes none of the fields",
                        "         action: enable the MDC in the encoder: withMDC of JsonEncoder, includeMdc of"
                                + " LogstashEncoder, the provider <mdc/> of a composite encoder");
        String logstash = Logback.memory(
                "", "class='net.logstash.logback.encoder.LogstashEncoder'", "<includeMdc>false</includeMdc>");
        assertThat(check(logstash).lines())
                .contains("PROBLEM  appender OUT (LogstashEncoder): writes none of the fields");
    }

    @Test
    void advisesHowToWriteNumber() {
        SelfCheckReport report = check(Logback.memory("", "class='ch.qos.logback.classic.encoder.JsonEncoder'", ""));
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains(
                        "ok       appender OUT (JsonEncoder): session_id, request_id, model_id, sampling_iteration as text;"
                                + " for a number, use LogstashEncoder with the mdcEntryWriter TelemetryMdcEntryWriter");
    }

    @Test
    void checksSyslogAndSiftingAppenders() {
        String syslog = Xml.appender(
                "SYSLOG",
                SyslogAppender.class,
                "<syslogHost>localhost</syslogHost><facility>USER</facility><suffixPattern>%msg</suffixPattern>");
        assertThat(check(Xml.configuration(syslog, "SYSLOG")).lines())
                .contains("PROBLEM  appender SYSLOG (PatternLayout): writes none of the fields");

        String sieve = Xml.appender(
                "SIEVE",
                SiftingAppender.class,
                "<discriminator><key>user</key><defaultValue>nobody</defaultValue></discriminator><sift>"
                        + Xml.appender(
                                "user-${user}", MemoryAppender.class, "<encoder><pattern>%msg</pattern></encoder>")
                        + "</sift>");
        try (Logback logback = Logback.withPlugin().configure(Xml.configuration(sieve, "SIEVE"))) {
            logback.logger().info("first");
            assertThat(TelemetrySelfCheck.check(logback.context).lines())
                    .contains(
                            "ok       appender SIEVE (SiftingAppender): passes events to other appenders",
                            "PROBLEM  appender user-nobody (PatternLayoutEncoder): writes none of the fields");
        }
    }

    @Test
    void checksLogstashSocketAppender() throws Exception {
        try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String tcp = Xml.appender(
                    "OUT",
                    LogstashTcpSocketAppender.class,
                    "<destination>127.0.0.1:" + receiver.getLocalPort() + "</destination>" + Xml.LOGSTASH_ENCODER);
            assertThat(check(Xml.configuration(tcp, "OUT")).lines()).contains(TYPED);
        }
    }

    @Test
    void notesAsynchronousAppendersOfOtherLibraries() {
        String queue = Xml.appender("QUEUE", Forgetful.class, "<appender-ref ref='OUT'/>");
        String out = Xml.appender("OUT", MemoryAppender.class, "<encoder><pattern>%mdc</pattern></encoder>");
        SelfCheckReport report = check(Xml.configuration(out + queue, "QUEUE"));

        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains(
                        "note     appender QUEUE (Forgetful): passes events to [OUT]; if this happens on another thread, the"
                                + " fields are lost unless " + Forgetful.class.getName()
                                + " calls prepareForDeferredProcessing() on the calling thread");
    }

    @Test
    void notesAppenderWithoutEncoder() {
        SelfCheckReport report = check(Xml.configuration(Xml.appender("NOWHERE", Silent.class, ""), "NOWHERE"));
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains(
                        "note     appender NOWHERE (Silent): has no encoder, so the check can't find fields in its output");
    }

    @Test
    void reportsAppenderThatIsNotStarted() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            logback.appender("OUT", MemoryAppender.class).stop();
            SelfCheckReport report = TelemetrySelfCheck.check(logback.context);
            assertThat(report.isOk()).isFalse();
            assertThat(report.lines())
                    .contains(
                            "PROBLEM  appender OUT (MemoryAppender): is not started, so it writes nothing",
                            "         action: fix the cause that Logback's status messages name");
        }
    }

    @Test
    void skipsLayoutThatCountsItsRows() {
        String html = "class='ch.qos.logback.core.encoder.LayoutWrappingEncoder'";
        String layout = "<layout class='ch.qos.logback.classic.html.HTMLLayout'><pattern>%msg%mdc</pattern></layout>";
        try (Logback logback = Logback.withPlugin().configure(Logback.memory("", html, layout))) {
            assertThat(TelemetrySelfCheck.check(logback.context).lines())
                    .contains(
                            "note     appender OUT (HTMLLayout): not checked, because it counts the rows of its tables");
            logback.logger().info("first");
            assertThat(logback.lines()).contains("<tr class=\"info even\">");
        }
    }

    @Test
    void reportsUnknownAppenderNameAndContextWithoutAppenders() {
        assertThat(check(Logback.TEXT, "B").lines())
                .contains("PROBLEM  appender B: does not exist", "         action: use a name of [OUT]");
        assertThat(check("<configuration/>").lines())
                .contains("PROBLEM  appenders: none found, so no event is written");
    }

    /** Passes events to its appender without preparing them. */
    public static final class Forgetful extends AsyncAppenderBase<ILoggingEvent> {}

    @Test
    void namesFailingEncoder() {
        String broken = Logback.memory("", "class='" + Broken.class.getName() + "'", "");
        assertThat(check(broken).lines())
                .contains(
                        "PROBLEM  appender OUT (MemoryAppender): fails with java.lang.IllegalStateException: on purpose",
                        "         action: fix the encoder so that it can write any event",
                        "result: 1 problem");
    }

    /** Fails for every event. */
    public static final class Broken extends EncoderBase<ILoggingEvent> {

        @Override
        public byte[] headerBytes() {
            return new byte[0];
        }

        @Override
        public byte[] encode(ILoggingEvent event) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        public byte[] footerBytes() {
            return new byte[0];
        }
    }

    /** Has no encoder. */
    public static final class Silent extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {}
    }
}
