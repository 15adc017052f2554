package io.github.telemetrycontext.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classpaths with jars that exclude each other. docs/troubleshooting.md shows the messages. */
class ClasspathConflictsIT {

    private static final List<String> PAGE = new Markdown(Path.of("..", "docs", "troubleshooting.md"))
            .lines("text")
            .map(ClasspathConflictsIT::normalized)
            .toList();
    private static final Path APPLICATION = Path.of(System.getProperty("uber-jar") + ".jar");
    private static final Path CORE = ForkedJvm.jars("telemetry-context-core").get(0);
    private static final Path LOG4J_PLUGIN =
            ForkedJvm.jars("telemetry-context-log4j2").get(0);
    private static final Path LOGBACK_PLUGIN =
            ForkedJvm.jars("telemetry-context-logback").get(0);
    private static final Path SLF4J = ForkedJvm.jars("slf4j-api").get(0);
    private static final Class<?> LOG4J_CHECK = io.github.telemetrycontext.log4j2.TelemetrySelfCheck.class;
    private static final Class<?> LOGBACK_CHECK = io.github.telemetrycontext.logback.TelemetrySelfCheck.class;
    private static final String WITH_FIELDS = "\"session_id\":\"s-1\",\"request_id\":\"r-1\"";

    private static final String NOT_TO_LOG4J =
            "PROBLEM  Log4j's API does not log to log4j-core but to org.apache.logging.slf4j.SLF4JLoggerContext";
    private static final String NO_SUCH_METHOD =
            "java.lang.NoSuchMethodError: 'java.lang.Object io.github.telemetrycontext.TelemetryContext.view("
                    + "io.github.telemetrycontext.spi.ContextView)'";

    @TempDir
    private Path directory;

    @Test
    void slf4jSimpleBeforeLogbackWritesEventsWithoutFields() {
        List<Path> simpleFirst = classPath(conflicting("slf4j-simple"), FrameworkJars.LOGBACK, CORE, LOGBACK_PLUGIN);

        pageShows(
                run(simpleFirst, LogbackApplication.class).err(),
                "SLF4J(W): Class path contains multiple SLF4J providers.",
                "SLF4J(W): Found provider [org.slf4j.simple.SimpleServiceProvider@26a1ab54]",
                "SLF4J(W): Found provider [ch.qos.logback.classic.spi.LogbackServiceProvider@3d646c37]",
                "SLF4J(I): Actual provider is of type [org.slf4j.simple.SimpleServiceProvider@26a1ab54]",
                "[main] INFO app - inside");
        pageShows(
                problems(simpleFirst, LOGBACK_CHECK),
                "PROBLEM  SLF4J does not log to Logback but to org.slf4j.simple.SimpleLoggerFactory");
    }

    @Test
    void slf4jSimpleAfterLogbackChangesNothing() {
        List<Path> simpleLast = classPath(FrameworkJars.LOGBACK, CORE, LOGBACK_PLUGIN, conflicting("slf4j-simple"));

        assertThat(run(simpleLast, LogbackApplication.class).out())
                .singleElement()
                .asString()
                .contains(WITH_FIELDS);
    }

    @Test
    void log4jProviderBeforeLogbackNeedsPluginForLog4j() {
        List<Path> log4jFirst = classPath(
                conflicting("log4j-slf4j2-impl"), FrameworkJars.LOG4J, FrameworkJars.LOGBACK, CORE, LOGBACK_PLUGIN);

        pageShows(
                problems(log4jFirst, LOGBACK_CHECK),
                "PROBLEM  SLF4J does not log to Logback but to org.apache.logging.slf4j.Log4jLoggerFactory");
        assertThat(run(classPath(log4jFirst, LOG4J_PLUGIN), LogbackApplication.class)
                        .out())
                .singleElement()
                .asString()
                .contains(WITH_FIELDS);
    }

    @Test
    void bridgesInBothDirectionsStopApplication() {
        List<Path> both = classPath(
                conflicting("log4j-to-slf4j"),
                conflicting("log4j-slf4j2-impl"),
                FrameworkJars.LOG4J,
                SLF4J,
                CORE,
                LOG4J_PLUGIN);

        pageShows(
                run(both, Log4j2Application.class).err(),
                "Exception in thread \"main\" org.apache.logging.log4j.LoggingException: log4j-slf4j2-impl cannot be"
                        + " present with log4j-to-slf4j");
        assertThat(problems(both, LOG4J_CHECK)).contains(NOT_TO_LOG4J);
    }

    @Test
    void bridgeFromLog4jToLogbackNeedsPluginForLogback() {
        List<Path> bridge = classPath(
                conflicting("log4j-to-slf4j"), FrameworkJars.LOG4J, FrameworkJars.LOGBACK, CORE, LOG4J_PLUGIN);

        assertThat(run(bridge, Log4j2Application.class).out())
                .singleElement()
                .asString()
                .contains("inside")
                .doesNotContain("session_id");
        pageShows(problems(bridge, LOG4J_CHECK), NOT_TO_LOG4J);
        assertThat(run(classPath(bridge, LOGBACK_PLUGIN), Log4j2Application.class)
                        .out())
                .singleElement()
                .asString()
                .contains(WITH_FIELDS);
    }

    @Test
    void oldLogbackWithConfigurationFileLogsWithoutFields() {
        List<Path> old = classPath(oldLogback(), conflicting("slf4j-api"), CORE, LOGBACK_PLUGIN);

        assertThat(run(old, LogbackApplication.class).out()).containsExactly("inside []");
        pageShows(problems(old, LOGBACK_CHECK), "PROBLEM  Logback 1.2.13 is not supported");
    }

    @Test
    void oldLogbackWithoutConfigurationFileStopsApplication() {
        Path classes = ForkedJvm.copy(APPLICATION, directory.resolve("classes"), file -> file.endsWith(".class"));
        List<Path> old = classPath(oldLogback(), conflicting("slf4j-api"), CORE, LOGBACK_PLUGIN, classes);

        pageShows(
                new ForkedJvm().classPath(old).run(LogbackApplication.class).err(),
                "Exception in thread \"main\" java.lang.AbstractMethodError: Receiver class"
                        + " io.github.telemetrycontext.logback.TelemetryConfigurator does not define or inherit an"
                        + " implementation of the resolved method 'abstract void"
                        + " configure(ch.qos.logback.classic.LoggerContext)' of interface"
                        + " ch.qos.logback.classic.spi.Configurator.");
    }

    @Test
    void oldLogbackLogsNothingWithNewSlf4j() {
        Result jvm = run(classPath(oldLogback(), SLF4J, CORE, LOGBACK_PLUGIN), LogbackApplication.class);

        assertThat(jvm.out()).isEmpty();
        pageShows(
                jvm.err(),
                "SLF4J(W): No SLF4J providers were found.",
                "SLF4J(W): Class path contains SLF4J bindings targeting slf4j-api versions 1.7.x or earlier.");
    }

    @Test
    void newLogbackLogsNothingWithOldSlf4j() {
        Result jvm = run(
                classPath(conflicting("slf4j-api"), FrameworkJars.LOGBACK, CORE, LOGBACK_PLUGIN),
                LogbackApplication.class);

        assertThat(jvm.out()).isEmpty();
        pageShows(jvm.err(), "SLF4J: Failed to load class \"org.slf4j.impl.StaticLoggerBinder\".");
    }

    @Test
    void otherVersionOfCoreDisablesPluginForLog4j() throws IOException {
        List<Path> twoCores = classPath(otherVersionOfCore(), FrameworkJars.LOG4J, CORE, LOG4J_PLUGIN);
        Result jvm = run(twoCores, Log4j2Application.class);

        assertThat(jvm.out()).singleElement().asString().contains("inside").doesNotContain("session_id");
        assertThat(jvm.err()).hasSize(1);
        pageShows(
                jvm.err(),
                "ERROR telemetry-context-log4j2 is disabled: telemetry-context-core-0.0.9.jar and"
                        + " " + CORE.getFileName() + " do not match"
                        + " " + LOG4J_PLUGIN.getFileName() + " (" + NO_SUCH_METHOD
                        + "). Use one version of all"
                        + " telemetry-context jars, for example with telemetry-context-bom.");
        assertThat(problems(twoCores, LOG4J_CHECK))
                .anyMatch(line -> line.startsWith("PROBLEM  telemetry-context-core-0.0.9.jar and"));
    }

    @Test
    void otherVersionOfCoreDisablesPluginForLogback() throws IOException {
        List<Path> twoCores = classPath(otherVersionOfCore(), FrameworkJars.LOGBACK, CORE, LOGBACK_PLUGIN);
        Result jvm = run(twoCores, LogbackApplication.class);

        assertThat(jvm.json())
                .singleElement()
                .satisfies(line -> assertThat(line.has("session_id")).isFalse());
        assertThat(jvm.out())
                .filteredOn(line -> line.contains("|-WARN"))
                .singleElement()
                .asString()
                .contains("telemetry-context-logback is disabled: the versions of its dependencies do not match ("
                        + NO_SUCH_METHOD + ")");
        pageShows(
                problems(twoCores, LOGBACK_CHECK), "PROBLEM  the versions of the jars do not match: " + NO_SUCH_METHOD);
    }

    /** Returns a core in which the method {@code view} has another name. Both plugins call this method. */
    private Path otherVersionOfCore() throws IOException {
        Path classes = ForkedJvm.copy(CORE, directory.resolve("other"), file -> file.endsWith(".class"));
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                // In a class file, the length of a name precedes the name.
                Files.writeString(file, content.replace("\0\4view", "\0\4show"), StandardCharsets.ISO_8859_1);
            }
        }
        return ForkedJvm.pack(classes, directory.resolve("telemetry-context-core-0.0.9.jar"));
    }

    private static Path conflicting(String name) {
        return Path.of("target", "conflicting", name + ".jar").toAbsolutePath();
    }

    private static List<Path> oldLogback() {
        return List.of(conflicting("logback-classic"), conflicting("logback-core"));
    }

    /** Flattens paths and lists of paths. */
    private static List<Path> classPath(Object... places) {
        return Stream.of(places)
                .flatMap(place -> place instanceof List<?> list ? list.stream() : Stream.of(place))
                .map(Path.class::cast)
                .toList();
    }

    private static Result run(List<Path> classPath, Class<?> main) {
        ForkedJvm jvm = new ForkedJvm().classPath(classPath(classPath, APPLICATION));
        if (!classPath.containsAll(FrameworkJars.LOGBACK)) {
            // Removes the encoder of the application's configuration.
            jvm = jvm.property(
                    "logback.configurationFile",
                    Path.of("src/test/resources/text-logback.xml").toString());
        }
        return jvm.run(main, main.getSimpleName().endsWith("Application") ? new String[] {"s-1"} : new String[0]);
    }

    private static List<String> problems(List<Path> classPath, Class<?> selfCheck) {
        Result jvm = run(classPath, selfCheck);
        assertThat(jvm.exitValue()).isEqualTo(1);
        return jvm.out();
    }

    private static void pageShows(List<String> printed, String... messages) {
        List<String> expected =
                Stream.of(messages).map(ClasspathConflictsIT::normalized).toList();
        assertThat(printed.stream().map(ClasspathConflictsIT::normalized)).containsAll(expected);
        assertThat(PAGE).containsAll(expected);
    }

    /** Without what differs between runs, and between the version in development and the released one. */
    private static String normalized(String line) {
        return line.replaceAll("@[0-9a-f]+]", "@]")
                .replaceAll("(telemetry-context-[a-z0-9]+)-(?!0\\.0\\.9)\\d[^ ]*", "$1.jar");
    }
}
