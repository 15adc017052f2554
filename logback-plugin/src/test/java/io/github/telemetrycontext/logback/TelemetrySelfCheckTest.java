package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.SelfCheckReport;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(TelemetryContextExtension.class)
class TelemetrySelfCheckTest {

    private static final String SERVICE_FILE = "META-INF/services/ch.qos.logback.classic.spi.Configurator";

    @TempDir
    Path directory;

    private Result main(ForkedJvm jvm, String configuration, String... appenders) throws Exception {
        Path file = Files.writeString(directory.resolve("logback.xml"), configuration);
        return jvm.property("logback.configurationFile", file.toString()).run(TelemetrySelfCheck.class, appenders);
    }

    @Test
    void describesRunningConfiguration() throws Exception {
        Result run = main(
                Jvms.ENCODER_9,
                Xml.configuration(
                        Xml.appender("OUT", ConsoleAppender.class, Xml.LOGSTASH_ENCODER)
                                + Xml.appender(
                                        "BARE", ConsoleAppender.class, "<encoder><pattern>%msg%n</pattern></encoder>")
                                + Xml.appender("QUEUE", AsyncAppender.class, "<appender-ref ref='OUT'/>"),
                        "QUEUE",
                        "BARE"));

        assertThat(withoutVersion(run.out()))
                .isEqualTo(withoutVersion(new Markdown(Path.of("../docs/logback.md"))
                        .lines("text")
                        .toList()));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitValue()).isEqualTo(1);
    }

    private static List<String> withoutVersion(List<String> report) {
        return report.stream()
                .map(line -> line.replaceFirst("Logback [0-9.]+", "Logback"))
                .toList();
    }

    @Test
    void checksOnlyNamedAppenders() throws Exception {
        String text = Xml.appender(
                "TEXT", ConsoleAppender.class, "<encoder><pattern>%mdc{session_id} %msg%n</pattern></encoder>");
        String bare = Xml.appender("BARE", ConsoleAppender.class, "<encoder><pattern>%msg%n</pattern></encoder>");
        Result run = main(Jvms.BASE, Xml.configuration(text + bare, "TEXT", "BARE"), "TEXT");

        assertThat(run.out())
                .contains("ok       appender TEXT (PatternLayoutEncoder): session_id as text; request_id, model_id,"
                        + " sampling_iteration left out")
                .endsWith("result: ok");
        assertThat(run.exitValue()).isZero();
    }

    @Test
    void namesMissingServiceFile() throws Exception {
        Path plugin = ForkedJvm.placeOf(TelemetrySelfCheck.class);
        Path copy = ForkedJvm.copy(plugin, directory.resolve("classes"), name -> !name.equals(SERVICE_FILE));
        Result run = main(
                Jvms.BASE.without(plugin.toString()).first(copy),
                Xml.configuration(
                        Xml.appender("OUT", ConsoleAppender.class, "<encoder><pattern>%msg%n</pattern></encoder>"),
                        "OUT"));

        assertThat(run.exitValue()).isEqualTo(1);
        assertThat(run.out())
                .anyMatch(line -> line.startsWith("PROBLEM  adapter: not TelemetryMdcAdapter, but"
                        + " ch.qos.logback.classic.util.LogbackMDCAdapter; Logback does not find TelemetryConfigurator,"
                        + " because no file " + SERVICE_FILE + " names it"))
                .anyMatch(line ->
                        line.startsWith("         action: restore that file, or declare a TelemetryTurboFilter"))
                .endsWith("note     appenders: not checked, because the event has no fields", "result: 1 problem");
    }

    @Test
    void namesServiceFileThatPreventsStart() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("broken/META-INF/services"));
        Files.writeString(folder.resolve("ch.qos.logback.classic.spi.Configurator"), "com.example.Gone");
        Result run = main(Jvms.BASE.first(directory.resolve("broken")), Xml.configuration(""));

        assertThat(run.exitValue()).isEqualTo(1);
        assertThat(run.out())
                .anyMatch(line ->
                        line.startsWith("PROBLEM  ") && line.contains("Configurator: Provider com.example.Gone"))
                .anyMatch(line -> line.startsWith("         action: fix the file of that name in META-INF/services"));
        assertThat(run.err()).isEmpty();
    }

    @Test
    void reportsAdapterThatIsNotInstalled() {
        try (Logback logback = Logback.withoutPlugin().configure(Logback.TEXT)) {
            SelfCheckReport report = TelemetrySelfCheck.check(logback.context);
            assertThat(report.isOk()).isFalse();
            assertThat(report.lines())
                    .contains("PROBLEM  adapter: not TelemetryMdcAdapter, but"
                            + " ch.qos.logback.classic.util.LogbackMDCAdapter; Logback finds TelemetryConfigurator, so"
                            + " other code called LoggerContext.setMDCAdapter later, created this logger context, or"
                            + " ended the chain of configurators");
        }
        assertThat(TelemetrySelfCheck.check(new LoggerContext()).lines())
                .anyMatch(line -> line.startsWith("PROBLEM  adapter: not TelemetryMdcAdapter, but none;"));
    }

    @ParameterizedTest
    @CsvSource({
        "context-core, telemetry-context-core",
        "logback-classic, logback-classic",
        "logback-core, logback-core",
        "slf4j-api, slf4j-api"
    })
    void namesMissingJar(String entry, String jar) throws Exception {
        Result run = main(Jvms.BASE.without(entry), Xml.configuration(""));

        assertThat(run.out())
                .hasSize(2)
                .contains("PROBLEM  missing on the classpath: " + jar)
                .anyMatch(line -> line.startsWith("         action: add these jars"));
        assertThat(run.err()).isEmpty();
        assertThat(run.exitValue()).isEqualTo(1);
    }

    @Test
    void namesAllMissingJars() throws Exception {
        Result run = main(Jvms.BASE.classPath(ForkedJvm.placesOf(TelemetrySelfCheck.class)), Xml.configuration(""));

        assertThat(run.out())
                .contains("PROBLEM  missing on the classpath: telemetry-context-core, logback-classic, logback-core,"
                        + " slf4j-api");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitValue()).isEqualTo(1);
    }

    @Test
    void namesMissingClassOfOtherCoreVersion() throws Exception {
        Path core = ForkedJvm.copy(
                ForkedJvm.placeOf(TelemetryContext.class),
                directory.resolve("core"),
                name -> !name.endsWith("/SelfCheckReport.class"));
        Result run = main(Jvms.BASE.without("context-core").first(core), Xml.configuration(""));

        assertThat(run.out())
                .anyMatch(line -> line.startsWith("PROBLEM  the versions of the jars do not match: ")
                        && line.contains("SelfCheckReport"))
                .anyMatch(line -> line.startsWith("         action: use one version of all telemetry-context jars"));
        assertThat(run.exitValue()).isEqualTo(1);
    }

    /** Tests old versions. SLF4J 1.7 finds Logback 1.2, and SLF4J 2 does not. */
    @ParameterizedTest
    @CsvSource({"1.2.13, 1.7.36", "1.2.13, ''", "1.3.16, ''"})
    void namesUnsupportedLogbackVersion(String logback, String slf4j) throws Exception {
        ForkedJvm jvm = Jvms.BASE
                .without("logback-classic")
                .without("logback-core")
                .first(old("logback-classic", logback), old("logback-core", logback));
        if (!slf4j.isEmpty()) {
            jvm = jvm.without("slf4j-api").first(old("slf4j-api", slf4j));
        }
        Result run = main(jvm, Xml.configuration(""));

        assertThat(run.out())
                .contains(
                        "PROBLEM  Logback " + logback + " is not supported",
                        "         action: upgrade logback-classic and logback-core to 1.5.21 or later");
        assertThat(run.exitValue()).isEqualTo(1);
    }

    private static Path old(String artifact, String version) {
        return Path.of("target", "old-logback", artifact + "-" + version + ".jar");
    }

    static Stream<Arguments> missingEncoders() {
        List<Path> encoderWithoutJackson = ForkedJvm.placesOf(LogstashEncoder.class);
        String logstash = "net.logstash.logback.encoder.LogstashEncoder";
        String elastic = "co.elastic.logging.logback.EcsEncoder";
        return Stream.of(
                arguments(List.of(), logstash, logstash, "net.logstash.logback:logstash-logback-encoder"),
                arguments(
                        encoderWithoutJackson,
                        logstash,
                        "tools.jackson.",
                        "Jackson 3, which net.logstash.logback:logstash-logback-encoder 9 needs"),
                arguments(List.of(), elastic, elastic, "co.elastic.logging:logback-ecs-encoder"),
                arguments(
                        List.of(),
                        "com.example.Encoder",
                        "com.example.Encoder",
                        "the dependency that contains com.example.Encoder"));
    }

    @ParameterizedTest
    @MethodSource("missingEncoders")
    void namesClassAndDependencyOfMissingEncoder(
            List<Path> moreClassPath, String encoder, String missing, String dependency) throws Exception {
        String appenders = Xml.appender("JSON", ConsoleAppender.class, "<encoder class='" + encoder + "'/>")
                + Xml.appender("TEXT", ConsoleAppender.class, "<encoder><pattern>%mdc%n</pattern></encoder>");
        Result run = main(Jvms.BASE.first(moreClassPath), Xml.configuration(appenders, "JSON", "TEXT"));

        assertThat(run.out())
                .anyMatch(
                        line -> line.startsWith("PROBLEM  appender JSON (ConsoleAppender): has no encoder, so it writes"
                                + " nothing; missing on the classpath: " + missing))
                .contains("         action: add " + dependency)
                .anyMatch(line -> line.startsWith("ok       appender TEXT (PatternLayoutEncoder): "))
                .endsWith("result: 1 problem");
        assertThat(run.err()).isEmpty();
        assertThat(run.exitValue()).isEqualTo(1);
    }

    @Test
    void logsNothing() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            assertThat(TelemetrySelfCheck.check(logback.context).isOk()).isTrue();
            assertThat(logback.lines()).isEmpty();
        }
    }

    @Test
    void notesEntriesOfApplication() {
        try (Logback logback = Logback.withPlugin().configure(Logback.TEXT)) {
            logback.mdc.put("session_id", "mine");
            SelfCheckReport report = TelemetrySelfCheck.check(logback.context);
            logback.mdc.clear();
            assertThat(report.isOk()).isTrue();
            assertThat(report.lines())
                    .contains("note     event: session_id comes from the MDC, which takes precedence over the context;"
                            + " run the check on another thread");
        }
    }

    /** An application that calls the check itself. */
    static final class Printing {

        private Printing() {}

        static void codeOfPage() {
            if (!TelemetrySelfCheck.check("JSON").isOk()) {
                TelemetrySelfCheck.print(System.err);
            }
        }
    }
}
