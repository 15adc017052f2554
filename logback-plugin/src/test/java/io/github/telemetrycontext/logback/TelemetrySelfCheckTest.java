package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.AsyncAppenderBase;
import io.github.telemetrycontext.spi.SelfCheckReport;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TelemetryContextExtension.class)
class TelemetrySelfCheckTest {

    private static final String TYPED =
            "ok       appender OUT (LogstashEncoder): session_id, request_id, model_id as text;"
                    + " sampling_iteration as a number";
    private static final String WRITER =
            "<mdcEntryWriter class='io.github.telemetrycontext.logback.TelemetryMdcEntryWriter'/>";
    private static final String SERVICE_FILE = "META-INF/services/ch.qos.logback.classic.spi.Configurator";

    @TempDir
    Path directory;

    private static SelfCheckReport check(String configuration, String... wanted) {
        try (Logback logback = Logback.withPlugin().configure(configuration)) {
            return TelemetrySelfCheck.check(logback.context, wanted);
        }
    }

    private static String appender(String name, String type, String body) {
        return "<appender name='" + name + "' class='" + type + "'>" + body + "</appender>";
    }

    private static String configuration(String appenders, String name) {
        return "<configuration>" + appenders + "<root level='INFO'><appender-ref ref='" + name
                + "'/></root></configuration>";
    }

    private ForkedJvm main(List<Path> classPath, String configuration, String... appenders) throws Exception {
        Path file = Files.writeString(directory.resolve("logback.xml"), configuration);
        return ForkedJvm.runMain(
                directory,
                TelemetrySelfCheck.class,
                classPath,
                List.of("-Dlogback.configurationFile=" + file),
                List.of(appenders));
    }

    @Test
    void theRunningConfigurationIsDescribed() throws Exception {
        String console = "ch.qos.logback.core.ConsoleAppender";
        ForkedJvm run = main(
                Stream.concat(ForkedJvm.BASE.stream(), ForkedJvm.ENCODER_9.stream())
                        .toList(),
                configuration(
                        appender(
                                        "OUT",
                                        console,
                                        "<encoder class='net.logstash.logback.encoder.LogstashEncoder'>" + WRITER
                                                + "</encoder>")
                                + appender("BARE", console, "<encoder><pattern>%msg%n</pattern></encoder>")
                                + appender(
                                        "QUEUE", "ch.qos.logback.classic.AsyncAppender", "<appender-ref ref='OUT'/>"),
                        "QUEUE'/><appender-ref ref='BARE"));

        assertThat(withoutVersion(run.out()))
                .isEqualTo(withoutVersion(block("text").lines().toList()));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitValue()).isEqualTo(1);
    }

    private static List<String> withoutVersion(List<String> report) {
        return report.stream()
                .map(line -> line.replaceFirst("Logback [0-9.]+", "Logback"))
                .toList();
    }

    /** The README's block of a language that tells of the self-check. */
    private static String block(String language) throws Exception {
        Matcher section = Pattern.compile("## Self-check\n.*?```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(section.find()).isTrue();
        return section.group(1);
    }

    @Test
    void theReadmesCodeIsCompiledHere() throws Exception {
        Path source =
                Path.of("src/test/java", TelemetrySelfCheckTest.class.getName().replace('.', '/') + ".java");
        assertThat(Files.readString(source)).contains(block("java").indent(12));
    }

    @Test
    void onlyTheNamedAppendersMustWriteFields() throws Exception {
        String text = appender(
                "TEXT",
                "ch.qos.logback.core.ConsoleAppender",
                "<encoder><pattern>%mdc{session_id} %msg%n</pattern></encoder>");
        String bare =
                appender("BARE", "ch.qos.logback.core.ConsoleAppender", "<encoder><pattern>%msg%n</pattern></encoder>");
        ForkedJvm run = main(ForkedJvm.BASE, configuration(text + bare, "TEXT'/><appender-ref ref='BARE"), "TEXT");

        assertThat(run.out())
                .contains("ok       appender TEXT (PatternLayoutEncoder): session_id as text; request_id, model_id,"
                        + " sampling_iteration left out")
                .endsWith("result: ok");
        assertThat(run.exitValue()).isZero();
    }

    @Test
    void aLostServiceFileIsNamed() throws Exception {
        List<Path> classPath = new ArrayList<>(ForkedJvm.BASE);
        classPath.replaceAll(entry -> entry.equals(ForkedJvm.placeOf(TelemetrySelfCheck.class))
                ? ForkedJvm.copyWithout(SERVICE_FILE, entry, directory.resolve("classes"))
                : entry);
        ForkedJvm run = main(
                classPath, Logback.TEXT.replace(MemoryAppender.class.getName(), "ch.qos.logback.core.ConsoleAppender"));

        assertThat(run.exitValue()).isEqualTo(1);
        assertThat(run.out())
                .anyMatch(line -> line.startsWith("PROBLEM  adapter: not TelemetryMdcAdapter, but"
                        + " ch.qos.logback.classic.util.LogbackMDCAdapter; Logback does not find TelemetryConfigurator,"
                        + " because no file " + SERVICE_FILE + " names it"))
                .anyMatch(line ->
                        line.startsWith("         remedy: restore that file, or declare a TelemetryTurboFilter"))
                .endsWith(
                        "note     appenders: not checked, since the event has no fields to write", "result: 1 problem");
    }

    @Test
    void anAdapterThatIsNotInstalledIsNamed() {
        try (Logback logback = Logback.withoutPlugin().configure(Logback.TEXT)) {
            SelfCheckReport report = TelemetrySelfCheck.check(logback.context);
            assertThat(report.isOk()).isFalse();
            assertThat(report.lines())
                    .contains("PROBLEM  adapter: not TelemetryMdcAdapter, but"
                            + " ch.qos.logback.classic.util.LogbackMDCAdapter; Logback knows TelemetryConfigurator, so"
                            + " somebody called LoggerContext.setMDCAdapter later, made this logger context by hand, or"
                            + " ended the chain of configurators");
        }
        assertThat(TelemetrySelfCheck.check(new LoggerContext()).lines())
                .anyMatch(line -> line.startsWith("PROBLEM  adapter: not TelemetryMdcAdapter, but none;"));
    }

    @Test
    void aMissingCoreIsNamed() throws Exception {
        List<Path> classPath = ForkedJvm.BASE.stream()
                .filter(entry -> !entry.toString().contains("context-core"))
                .toList();
        ForkedJvm run = ForkedJvm.runMain(directory, Printing.class, classPath, List.of(), List.of());

        assertThat(run.out())
                .contains("ok: false")
                .anyMatch(line -> line.startsWith("         remedy: put telemetry-context-core, of the same version"));
    }

    @Test
    void nothingIsLogged() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            assertThat(TelemetrySelfCheck.check(logback.context).isOk()).isTrue();
            assertThat(logback.lines()).isEmpty();
        }
    }

    @Test
    void anEncoderThatLeavesTheMdcOutIsNamed() {
        String json =
                Logback.memory("", "class='ch.qos.logback.classic.encoder.JsonEncoder'", "<withMDC>false</withMDC>");
        assertThat(check(json).lines())
                .contains(
                        "PROBLEM  appender OUT (JsonEncoder): writes none of the fields",
                        "         remedy: let the encoder write the MDC: withMDC of JsonEncoder, includeMdc of"
                                + " LogstashEncoder, the provider <mdc/> of a composite encoder");
        String logstash = Logback.memory(
                "", "class='net.logstash.logback.encoder.LogstashEncoder'", "<includeMdc>false</includeMdc>");
        assertThat(check(logstash).lines())
                .contains("PROBLEM  appender OUT (LogstashEncoder): writes none of the fields");
    }

    @Test
    void anEncoderThatWritesTextIsToldHowToWriteANumber() {
        SelfCheckReport report = check(Logback.memory("", "class='ch.qos.logback.classic.encoder.JsonEncoder'", ""));
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains(
                        "ok       appender OUT (JsonEncoder): session_id, request_id, model_id, sampling_iteration as text;"
                                + " for a number, use LogstashEncoder with the mdcEntryWriter TelemetryMdcEntryWriter");
    }

    @Test
    void syslogAndWhatIsInASieveIsChecked() {
        String syslog = appender(
                "SYSLOG",
                "ch.qos.logback.classic.net.SyslogAppender",
                "<syslogHost>localhost</syslogHost><facility>USER</facility><suffixPattern>%msg</suffixPattern>");
        assertThat(check(configuration(syslog, "SYSLOG")).lines())
                .contains("PROBLEM  appender SYSLOG (PatternLayout): writes none of the fields");

        String sieve = appender(
                "SIEVE",
                "ch.qos.logback.classic.sift.SiftingAppender",
                "<discriminator><key>user</key><defaultValue>nobody</defaultValue></discriminator><sift>"
                        + appender(
                                "user-${user}",
                                MemoryAppender.class.getName(),
                                "<encoder><pattern>%msg</pattern></encoder>")
                        + "</sift>");
        try (Logback logback = Logback.withPlugin().configure(configuration(sieve, "SIEVE"))) {
            logback.logger().info("first");
            assertThat(TelemetrySelfCheck.check(logback.context).lines())
                    .contains(
                            "ok       appender SIEVE (SiftingAppender): hands on to other appenders",
                            "PROBLEM  appender user-nobody (PatternLayoutEncoder): writes none of the fields");
        }
    }

    @Test
    void theSocketAppenderOfTheLogstashEncoderIsChecked() throws Exception {
        try (ServerSocket receiver = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String tcp = appender(
                    "OUT",
                    "net.logstash.logback.appender.LogstashTcpSocketAppender",
                    "<destination>127.0.0.1:" + receiver.getLocalPort() + "</destination>"
                            + "<encoder class='net.logstash.logback.encoder.LogstashEncoder'>" + WRITER + "</encoder>");
            assertThat(check(configuration(tcp, "OUT")).lines()).contains(TYPED);
        }
    }

    @Test
    void asynchronousAppendersOfOthersAreNamed() {
        String queue = appender("QUEUE", Forgetful.class.getName(), "<appender-ref ref='OUT'/>");
        String out = appender("OUT", MemoryAppender.class.getName(), "<encoder><pattern>%mdc</pattern></encoder>");
        SelfCheckReport report = check(configuration(out + queue, "QUEUE"));

        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains(
                        "note     appender QUEUE (Forgetful): hands on to [OUT]; if that happens on another thread, the"
                                + " fields are lost unless " + Forgetful.class.getName()
                                + " calls prepareForDeferredProcessing() on the caller's thread");
    }

    @Test
    void whatHasNoEncoderIsNoted() {
        SelfCheckReport report = check(configuration(appender("NOWHERE", Silent.class.getName(), ""), "NOWHERE"));
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains("note     appender NOWHERE (Silent): has no encoder, this check can't see what it writes");
    }

    @Test
    void anAppenderThatIsNotStartedIsAProblem() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            logback.appender("OUT", MemoryAppender.class).stop();
            SelfCheckReport report = TelemetrySelfCheck.check(logback.context);
            assertThat(report.isOk()).isFalse();
            assertThat(report.lines())
                    .contains(
                            "PROBLEM  appender OUT (MemoryAppender): is not started and writes nothing",
                            "         remedy: see Logback's status messages, which say what it lacks");
        }
    }

    @Test
    void aLayoutThatCountsItsRowsIsLeftAlone() {
        String html = "class='ch.qos.logback.core.encoder.LayoutWrappingEncoder'";
        String layout = "<layout class='ch.qos.logback.classic.html.HTMLLayout'><pattern>%msg%mdc</pattern></layout>";
        try (Logback logback = Logback.withPlugin().configure(Logback.memory("", html, layout))) {
            assertThat(TelemetrySelfCheck.check(logback.context).lines())
                    .contains(
                            "note     appender OUT (HTMLLayout): not tried, because it counts the rows that it writes,"
                                    + " for its tables");
            logback.logger().info("first");
            assertThat(logback.lines()).contains("<tr class=\"info even\">");
        }
    }

    @Test
    void aNameWithoutAppenderAndAContextWithoutAnyAreProblems() {
        assertThat(check(Logback.TEXT, "B").lines())
                .contains("PROBLEM  appender B: there is none of this name", "         remedy: name one of [OUT]");
        assertThat(check("<configuration/>").lines())
                .contains("PROBLEM  appenders: there are none, so nothing is written");
    }

    @Test
    void entriesOfTheApplicationAreTold() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            logback.mdc.put("session_id", "mine");
            SelfCheckReport report = TelemetrySelfCheck.check(logback.context);
            logback.mdc.clear();
            assertThat(report.isOk()).isTrue();
            assertThat(report.lines())
                    .contains(
                            "note     event: has a session_id of its own from the MDC, which wins; run the check on another"
                                    + " thread to see ours");
        }
    }

    /** An application that calls the check itself. */
    static final class Printing {

        private Printing() {}

        public static void main(String[] arguments) {
            System.out.println("ok: " + TelemetrySelfCheck.print(System.out));
        }

        static void withTheReadmesCode() {
            if (!TelemetrySelfCheck.check("JSON").isOk()) {
                TelemetrySelfCheck.print(System.err);
            }
        }
    }

    /** Hands on without preparing the event. */
    public static final class Forgetful extends AsyncAppenderBase<ILoggingEvent> {}

    /** Writes somewhere. */
    public static final class Silent extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {}
    }
}
