package io.github.telemetrycontext.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two applications in a servlet container with shared jars, see {@link TwoApplications}. */
class ClassLoadersIT {

    private static final Path TESTS = ForkedJvm.placeOf(TwoApplications.class);
    private static final Path APPLICATION = Path.of(System.getProperty("uber-jar") + ".jar");

    @TempDir
    private Path directory;

    /** A framework with its plugin, and the beginning of its lines. */
    private record Framework(List<Path> own, List<Path> ours, Class<?> application, Class<?> selfCheck, String line) {

        void assertLoggedAndGone(Result jvm) {
            assertThat(jvm.err()).isEmpty();
            assertThat(jvm.out()).hasSize(5).last().isEqualTo("collected 2 of 2");
            List<String> sessions = List.of("s-a1", "s-b1", "s-a2", "s-b2");
            for (int i = 0; i < sessions.size(); i++) {
                assertThat(jvm.out().get(i)).startsWith(String.format(line, sessions.get(i)));
            }
        }
    }

    static List<Framework> frameworks() {
        return List.of(
                new Framework(
                        FrameworkJars.LOG4J,
                        ForkedJvm.jars("telemetry-context-core", "telemetry-context-log4j2"),
                        Log4j2Application.class,
                        SelfChecks.OfLog4j2.class,
                        "{\"session_id\":\"%s\",\"request_id\":\"r-1\",\"model_id\":\"granite\",\"sampling_iteration\":3,"),
                new Framework(
                        ForkedJvm.jars("slf4j-api", "logback-core", "logback-classic"),
                        ForkedJvm.jars("telemetry-context-core", "telemetry-context-logback"),
                        LogbackApplication.class,
                        SelfChecks.OfLogback.class,
                        "inside [session_id=%s, request_id=r-1, model_id=granite, sampling_iteration=3]"));
    }

    private Result run(List<Path> shared, List<Path> perApplication, Class<?> main, int secondsToCollect) {
        List<Path> application = new ArrayList<>(perApplication);
        application.add(APPLICATION);
        application.add(TESTS);
        Path resources = Path.of("src", "test", "resources").toAbsolutePath();
        return new ForkedJvm()
                // The settings of log4j-web. Otherwise, a shutdown hook and thread locals would keep the applications
                // in memory.
                .property("log4j2.isWebapp", "true")
                .property("log4j2.shutdownHookEnabled", "false")
                .property(
                        "logback.configurationFile",
                        resources.resolve("text-logback.xml").toString())
                .classPath(List.of(TESTS))
                .run(
                        TwoApplications.class,
                        ForkedJvm.path(shared),
                        ForkedJvm.path(application),
                        main.getName(),
                        String.valueOf(secondsToCollect));
    }

    @ParameterizedTest
    @MethodSource("frameworks")
    void sharedFrameworkWritesFieldsOfEachApplication(Framework framework) throws Exception {
        List<Path> shared = new ArrayList<>(framework.own);
        shared.addAll(framework.ours);
        Result jvm = run(shared, List.of(), framework.application, 30);

        framework.assertLoggedAndGone(jvm);
    }

    @ParameterizedTest
    @MethodSource("frameworks")
    void applicationsWithOwnFrameworkAreCollectedAfterStop(Framework framework) throws Exception {
        List<Path> all = new ArrayList<>(framework.own);
        all.addAll(framework.ours);
        Result jvm = run(List.of(directory), all, framework.application, 30);

        framework.assertLoggedAndGone(jvm);
    }

    @ParameterizedTest
    @MethodSource("frameworks")
    void sharedFrameworkDoesNotSeePluginOfApplication(Framework framework) throws Exception {
        Result jvm = run(framework.own, framework.ours, framework.application, 0);

        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.out().stream().filter(line -> line.contains("inside")))
                .hasSize(4)
                .noneMatch(line -> line.contains("session_id") || line.contains("granite"));
    }

    @ParameterizedTest
    @MethodSource("frameworks")
    void selfCheckNamesPlaceForPluginOfSharedFramework(Framework framework) throws Exception {
        Result jvm = run(framework.own, framework.ours, framework.selfCheck, 0);

        assertThat(jvm.out())
                .filteredOn(line -> line.contains("PROBLEM"))
                .hasSize(4)
                .allMatch(line -> line.contains("does not see telemetry-context-"));
        assertThat(jvm.out()).anyMatch(line -> line.contains("action: put") && line.contains("side by side"));
    }
}
