package io.github.telemetrycontext.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.IncompleteClassLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.LoggerFactory;

/**
 * Applications without a jar, a package or a class of this library, because a dependency is missing or versions are
 * mixed. Each runs in its own class loader. It logs its line without the fields, and one message names the jars.
 */
class MissingClassesIT {

    private static final String CORE = "io.github.telemetrycontext.";
    private static final String SPI = CORE + "spi.";
    private static final String LACKS_SCOPES_ONLY = "no scopes";
    private static final Path APPLICATION = Path.of(System.getProperty("uber-jar") + ".jar");
    private static final Path TESTS = ForkedJvm.placeOf(MissingClassesIT.class);

    /** A framework with the jars for JSON, its plugin, and an application that logs one line. */
    private record Framework(String plugin, List<Path> jars, Class<?> application) {}

    private static final List<Framework> FRAMEWORKS = List.of(
            new Framework("telemetry-context-log4j2", FrameworkJars.LOG4J, OfLog4j2.class),
            new Framework("telemetry-context-logback", FrameworkJars.LOGBACK, OfLogback.class));

    /**
     * The output of an application.
     *
     * @param lacksScopesOnly whether it could not open a scope, although there is a current context
     */
    private record Output(List<String> lines, List<String> messages, boolean lacksScopesOnly) {

        boolean hasSession() {
            return lines.get(0).contains("\"s-1\"");
        }
    }

    @TestFactory
    Stream<DynamicTest> logsLineWithoutMessageIfNothingIsMissing() {
        return FRAMEWORKS.stream()
                .map(framework -> DynamicTest.dynamicTest(framework.plugin, () -> {
                    Output output = run(framework, true, name -> false);
                    assertThat(output.lines).hasSize(1);
                    assertThat(output.hasSession()).isTrue();
                    assertThat(output.messages).isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> logsLineAndOneMessageWithoutCore() {
        return FRAMEWORKS.stream()
                .map(framework -> DynamicTest.dynamicTest(
                        framework.plugin, () -> assertLineAndOneMessage(run(framework, false, name -> false))));
    }

    @TestFactory
    Stream<DynamicTest> logsLineAndOneMessageWithoutPackageOfCore() {
        Predicate<String> root = name -> name.startsWith(CORE) && name.indexOf('.', CORE.length()) < 0;
        Predicate<String> spi = name -> name.startsWith(SPI);
        return FRAMEWORKS.stream()
                .flatMap(framework -> Stream.of(root, spi)
                        .map(missing -> DynamicTest.dynamicTest(
                                framework.plugin, () -> assertLineAndOneMessage(run(framework, true, missing)))));
    }

    @TestFactory
    Stream<DynamicTest> logsLineWithoutAnySingleClassOfCore() {
        return FRAMEWORKS.stream()
                .flatMap(framework -> classesOfTheCore().stream()
                        .map(missing -> DynamicTest.dynamicTest(framework.plugin + " without " + missing, () -> {
                            Output output = run(framework, true, missing::equals);
                            assertThat(output.lines).hasSize(1);
                            if (!output.lacksScopesOnly) {
                                assertThat(output.messages).hasSize(output.hasSession() ? 0 : 1);
                            }
                        })));
    }

    private static void assertLineAndOneMessage(Output output) {
        assertThat(output.lines).hasSize(1);
        assertThat(output.messages)
                .singleElement()
                .asString()
                .containsAnyOf("Add telemetry-context-core", "Use one version of all telemetry-context jars");
    }

    private static List<String> classesOfTheCore() {
        try (JarFile core =
                new JarFile(ForkedJvm.jars("telemetry-context-core").get(0).toFile())) {
            return core.stream()
                    .map(entry -> entry.getName().replace('/', '.'))
                    .filter(name -> name.startsWith(CORE) && name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Output run(Framework framework, boolean withCore, Predicate<String> missing) throws Exception {
        List<Path> jars = new ArrayList<>(framework.jars);
        jars.addAll(ForkedJvm.jars(framework.plugin));
        if (withCore) {
            jars.addAll(ForkedJvm.jars("telemetry-context-core"));
        }
        jars.addAll(List.of(APPLICATION, TESTS));
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (IncompleteClassLoader loader = new IncompleteClassLoader(jars, missing);
                PrintStream all = new PrintStream(written, true, StandardCharsets.UTF_8)) {
            System.setOut(all);
            System.setErr(all);
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass(framework.application.getName())
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            System.setOut(out);
            System.setErr(err);
        }
        List<String> lines = written.toString(StandardCharsets.UTF_8).lines().toList();
        return new Output(
                lines.stream()
                        .filter(line -> line.startsWith("{") && line.contains("inside"))
                        .toList(),
                // Logback prints its own status messages around a warning.
                lines.stream().filter(line -> line.contains(" is disabled: ")).toList(),
                lines.contains(LACKS_SCOPES_ONLY));
    }

    /** Logs one line through Log4j. */
    public static final class OfLog4j2 {

        private OfLog4j2() {}

        public static void main(String[] ignored) {
            Logger log = LogManager.getLogger("app");
            ScopeIfPossible.log(() -> log.info("inside"));
            LogManager.shutdown();
        }
    }

    /** Logs one line through Logback. */
    public static final class OfLogback {

        private OfLogback() {}

        public static void main(String[] ignored) {
            org.slf4j.Logger log = LoggerFactory.getLogger("app");
            ScopeIfPossible.log(() -> log.info("inside"));
        }
    }

    /** Logs in a scope if the core can open one, and outside of scopes otherwise. */
    @SuppressWarnings("try") // the scope variable is never read
    private static final class ScopeIfPossible {

        private ScopeIfPossible() {}

        static void log(Runnable line) {
            boolean logged = false;
            try (var scope = TelemetryContext.with().sessionId("s-1").open()) {
                line.run();
                logged = true;
            } catch (LinkageError e) {
                if (logged) {
                    return;
                }
                if (hasCurrentContext()) {
                    System.out.println(LACKS_SCOPES_ONLY);
                }
                line.run();
            }
        }

        private static boolean hasCurrentContext() {
            try {
                TelemetryContext.current();
                return true;
            } catch (LinkageError e) {
                return false;
            }
        }
    }
}
