package io.github.telemetrycontext.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the tests of the extension and of the contract again with older versions of JUnit. */
class JUnitVersionsTest {

    private static final Path JARS = Path.of("target", "older-junit").toAbsolutePath();

    @ParameterizedTest
    @ValueSource(strings = {"5.10.3", "5.12.2"})
    void extensionAndContractWork(String version, @TempDir Path directory) throws Exception {
        String platform = version.replaceFirst("5", "1");
        List<String> classPath = new ArrayList<>(Stream.of("console-standalone", "testkit")
                .map(name -> JARS.resolve("junit-platform-" + name + "-" + platform + ".jar"))
                .peek(jar -> assertThat(jar).exists())
                .map(Path::toString)
                .toList());
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("junit"))
                .forEach(classPath::add);

        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        String.join(File.pathSeparator, classPath),
                        "org.junit.platform.console.ConsoleLauncher",
                        "execute",
                        "--disable-ansi-colors",
                        "--select-class=" + TelemetryContextExtensionTest.class.getName(),
                        "--select-class=" + CoreContractTest.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        String output = Files.readString(out);
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("withAutodetectionEveryTestIsWatched", "stagesShowTheContextThatAttachedThem");
    }

    @Test
    void readmeNamesTheVersions() throws Exception {
        String parent = Files.readString(Path.of("..", "pom.xml"));
        String newest = parent.replaceFirst("(?s).*<junit.version>(.*?)</.*", "$1");
        assertThat(Files.readString(Path.of("README.md"))).contains("JUnit 5.10.3, 5.12.2 and " + newest);
    }
}
