package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import io.github.telemetrycontext.documentation.Markdown;
import io.github.telemetrycontext.spi.SelfCheckReport;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TelemetryContextExtension.class)
class TelemetrySelfCheckTest {

    private static final String SERVICE_FILE = "META-INF/services/ch.qos.logback.classic.spi.Configurator";

    @TempDir
    Path directory;

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
        ForkedJvm run = main(
                Stream.concat(ForkedJvm.BASE.stream(), ForkedJvm.ENCODER_9.stream())
                        .toList(),
                Xml.configuration(
                        Xml.appender("OUT", ConsoleAppender.class, Xml.LOGSTASH_ENCODER)
                                + Xml.appender(
                                        "BARE", ConsoleAppender.class, "<encoder><pattern>%msg%n</pattern></encoder>")
                                + Xml.appender("QUEUE", AsyncAppender.class, "<appender-ref ref='OUT'/>"),
                        "QUEUE",
                        "BARE"));

        assertThat(withoutVersion(run.out()))
                .isEqualTo(withoutVersion(
                        new Markdown(Path.of("README.md")).lines("text").toList()));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitValue()).isEqualTo(1);
    }

    private static List<String> withoutVersion(List<String> report) {
        return report.stream()
                .map(line -> line.replaceFirst("Logback [0-9.]+", "Logback"))
                .toList();
    }

    @Test
    void onlyTheNamedAppendersMustWriteFields() throws Exception {
        String text = Xml.appender(
                "TEXT", ConsoleAppender.class, "<encoder><pattern>%mdc{session_id} %msg%n</pattern></encoder>");
        String bare = Xml.appender("BARE", ConsoleAppender.class, "<encoder><pattern>%msg%n</pattern></encoder>");
        ForkedJvm run = main(ForkedJvm.BASE, Xml.configuration(text + bare, "TEXT", "BARE"), "TEXT");

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
                ? ForkedJvm.copyWithout(SERVICE_FILE::equals, entry, directory.resolve("classes"))
                : entry);
        ForkedJvm run = main(
                classPath,
                Xml.configuration(
                        Xml.appender("OUT", ConsoleAppender.class, "<encoder><pattern>%msg%n</pattern></encoder>"),
                        "OUT"));

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
    void aServiceFileWithWhichLogbackDoesNotStartIsNamed() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("broken/META-INF/services"));
        Files.writeString(folder.resolve("ch.qos.logback.classic.spi.Configurator"), "com.example.Gone");
        List<Path> classPath = new ArrayList<>(ForkedJvm.BASE);
        classPath.add(directory.resolve("broken"));
        ForkedJvm run = main(classPath, Xml.configuration("", ""));

        assertThat(run.exitValue()).isEqualTo(1);
        assertThat(run.out())
                .anyMatch(line ->
                        line.startsWith("PROBLEM  ") && line.contains("Configurator: Provider com.example.Gone"))
                .anyMatch(line -> line.startsWith("         remedy: mend the file of that name in META-INF/services"));
        assertThat(run.err()).isEmpty();
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
}
