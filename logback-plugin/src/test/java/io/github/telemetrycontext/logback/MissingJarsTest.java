package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.ConsoleAppender;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tests that a missing or mismatched jar causes one message and loses only the fields. */
@Tag("classpath")
class MissingJarsTest {

    private static final Path CORE = ForkedJvm.placeOf(TelemetryContext.class);
    private static final String PACKAGE = "io/github/telemetrycontext/";

    private static final String MISSING = "telemetry-context-core is missing. Add telemetry-context-core,";
    private static final String MISMATCH =
            "Use one version of all telemetry-context jars, for example with" + " telemetry-context-bom,";

    /** Contains all classes that Logback creates by name. */
    private static final String CONFIGURATION = Xml.configuration(
            "<turboFilter class='io.github.telemetrycontext.logback.TelemetryTurboFilter'>"
                    + "<sessionId>s</sessionId><level>DEBUG</level></turboFilter>"
                    + Xml.appender("JSON", ConsoleAppender.class, Xml.LOGSTASH_ENCODER)
                    + Xml.appender(
                            "TEXT",
                            ConsoleAppender.class,
                            "<encoder><pattern>%msg [%mdc] [%kvp]%n</pattern></encoder>"),
            "JSON",
            "TEXT");

    @TempDir
    Path directory;

    private interface Core {
        /** Returns the classpath entries that replace the core. */
        List<Path> in(Path directory) throws IOException;
    }

    static Stream<Arguments> cores() {
        Predicate<String> spi = name -> name.startsWith(PACKAGE + "spi/");
        Predicate<String> main = name -> name.startsWith(PACKAGE) && name.endsWith(".class") && !spi.test(name);
        return Stream.of(
                arguments("none", (Core) directory -> List.of(), MISSING),
                arguments(
                        "without the main package", (Core) directory -> List.of(coreWithout(main, directory)), MISSING),
                arguments("without spi", (Core) directory -> List.of(coreWithout(spi, directory)), MISMATCH),
                withoutClass("spi/ContextView"),
                withoutClass("CurrentContext"),
                withoutClass("Carrier"),
                withoutClass("Settings"),
                withoutClass("Services"),
                arguments("older, without a method", (Core) directory -> List.of(older(directory), CORE), MISMATCH));
    }

    private static Arguments withoutClass(String missing) {
        Predicate<String> leftOut = name -> name.equals(PACKAGE + missing + ".class");
        return arguments(
                "older, without " + missing, (Core) directory -> List.of(coreWithout(leftOut, directory)), MISMATCH);
    }

    private static Path coreWithout(Predicate<String> leftOut, Path directory) {
        return ForkedJvm.copy(CORE, directory.resolve("core"), leftOut.negate());
    }

    /** Compiles an earlier version of the main class, without views. */
    private static Path older(Path directory) throws IOException {
        Path source =
                Files.createDirectories(directory.resolve("src/" + PACKAGE)).resolve("TelemetryContext.java");
        Files.writeString(
                source,
                "package io.github.telemetrycontext; public final class TelemetryContext {"
                        + " public static TelemetryContext current() { return new TelemetryContext(); }"
                        + " public boolean isEmpty() { return true; } }");
        Path classes = directory.resolve("older");
        int result =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(result).isZero();
        return classes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cores")
    void warnsOnceAndKeepsLogging(String name, Core core, String action) throws Exception {
        Result run = run(core.in(directory));

        assertThat(run.exitValue()).isZero();
        assertThat(run.out().stream().filter(line -> line.startsWith("{")))
                .hasSize(2)
                .allMatch(line -> line.contains("\"user\":\"u\""));
        assertThat(run.out()).contains("plain [user=u] []", "fluent [user=u] [session_id=\"own\"]");
        assertThat(run.out().stream().filter(line -> line.contains("WARN in") || line.contains("ERROR in")))
                .singleElement()
                .asString()
                .contains("telemetry-context-logback is disabled: ", action);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void doesNotWarnWithAllJars() throws Exception {
        Result run = run(List.of(CORE));

        assertThat(run.out()).hasSize(4).contains("plain [user=u] []", "fluent [user=u] [session_id=\"own\"]");
        assertThat(run.err()).isEmpty();
    }

    private Result run(List<Path> core) throws Exception {
        Path file = Files.writeString(directory.resolve("logback.xml"), CONFIGURATION);
        return Jvms.ENCODER_9
                .without(CORE.toString())
                .first(core)
                .property("logback.configurationFile", file.toString())
                .run(WithoutScopes.class);
    }

    /** Logs without using a class of the core. */
    static final class WithoutScopes {

        private WithoutScopes() {}

        public static void main(String[] arguments) {
            Logger log = LoggerFactory.getLogger("app");
            TelemetryMdcAdapter installed =
                    TelemetryMdcAdapter.install((LoggerContext) LoggerFactory.getILoggerFactory());
            installed.put("user", "u");
            log.info("plain");
            log.atInfo().addKeyValue("session_id", "own").log("fluent");
            installed.clear();
        }
    }
}
