package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications without the core, or with one that is older than the starter. */
@Tag("logback")
class MissingCoreTest {

    private static final Path CORE = ForkedApplication.BUILD.resolve("context-core");

    private static final List<String> RUNS = List.of(
            "telemetry.context.web.enabled=true,text,servlet",
            "telemetry.context.logging.typed=true,logstash,none",
            "telemetry.context.enabled=false,text,none");

    /** A part of the core's classes, and the first that the starter does not find. */
    @ParameterizedTest
    @CsvSource({
        ".*, TelemetryContext",
        "[^/]*, TelemetryContext",
        "spi/.*, spi.InboundText",
        "spi/UnwindableScope.class, spi.UnwindableScope"
    })
    void applicationStartsAndOneMessageNamesTheJar(String lacking, String named, @TempDir Path directory)
            throws Exception {
        List<String> classPath = new ArrayList<>(ForkedApplication.classPath());
        assertThat(classPath.removeIf(entry -> Path.of(entry).startsWith(CORE))).isTrue();
        classPath.add(coreWithout(lacking, Files.createDirectory(directory.resolve("core")))
                .toString());

        String[] runs = ForkedApplication.output(directory, classPath, RUNS).split("Run \\[");

        assertThat(runs).hasSize(1 + RUNS.size());
        assertThat(runs[1]).contains("an ordinary line of a request", "answered 200 done");
        assertThat(runs[2]).contains("\"message\":\"an ordinary line\"");
        for (String run : List.of(runs[1], runs[2])) {
            assertThat(run.lines().filter(line -> line.contains("telemetry-context")))
                    .singleElement()
                    .asString()
                    .contains("WARN", "has no class io.github.telemetrycontext." + named + ".")
                    .contains("Add telemetry-context-core");
        }
        assertThat(runs[3]).contains("an ordinary line").doesNotContain("telemetry-context");
    }

    private static Path coreWithout(String lacking, Path copy) throws IOException {
        Path classes = CORE.resolve("target").resolve("classes");
        Path packageFolder = classes.resolve("io").resolve("github").resolve("telemetrycontext");
        try (Stream<Path> files = Files.walk(classes)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(packageFolder)
                            || !packageFolder.relativize(file).toString().matches(lacking))
                    .forEach(file -> copy(file, copy.resolve(classes.relativize(file))));
        }
        return copy;
    }

    private static void copy(Path file, Path copy) {
        try {
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
