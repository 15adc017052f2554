package io.github.telemetrycontext.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modular applications with all jars on the module path. The tests compile their sources. */
class ModulePathIT {

    private static final ToolProvider JAVAC = ToolProvider.findFirst("javac").orElseThrow();

    @TempDir
    private Path directory;

    private static List<Path> modulePath(String framework) {
        List<Path> all = new ArrayList<>(ForkedJvm.jars("telemetry-context-core", "telemetry-context-" + framework));
        all.addAll(framework.equals("log4j2") ? FrameworkJars.LOG4J : FrameworkJars.LOGBACK);
        return all;
    }

    private Path compile(String framework, List<Path> modulePath) throws Exception {
        Path sources = Path.of("src", "test", "java-modules", framework);
        Path classes = Files.createDirectory(directory.resolve("classes"));
        List<String> arguments = new ArrayList<>(
                List.of("--release", "17", "-d", classes.toString(), "--module-path", ForkedJvm.path(modulePath)));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
        }
        assertThat(JAVAC.run(System.out, System.err, arguments.toArray(String[]::new)))
                .isZero();
        String configuration = framework + ".xml";
        Files.copy(
                Path.of("src", "main", "resources", configuration),
                classes.resolve(configuration),
                StandardCopyOption.REPLACE_EXISTING);
        return classes;
    }

    @ParameterizedTest
    @CsvSource({"log4j2", "logback"})
    void applicationOnModulePathHasFields(String framework) throws Exception {
        List<Path> modulePath = modulePath(framework);
        modulePath.add(compile(framework, modulePath));

        Result jvm = new ForkedJvm()
                .java(List.of(
                        "--module-path",
                        ForkedJvm.path(modulePath),
                        "--module",
                        "com.example.client/com.example.Main"));

        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.json())
                .singleElement()
                .satisfies(line ->
                        assertThat(line.toString()).contains("\"session_id\":\"s-1\",\"sampling_iteration\":3"));
        assertThat(jvm.out())
                .contains("module io.github.telemetrycontext." + framework)
                .endsWith("result: ok");
        assertThat(jvm.exitValue()).isZero();
    }
}
