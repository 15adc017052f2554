package io.github.telemetrycontext.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with only the jar of the core. */
class CoreAloneIT {

    private static final Path SOURCES = Path.of("src", "test", "java-modules", "core");
    private static final Path MAIN = SOURCES.resolve("com/example/Main.java");

    @TempDir
    private Path directory;

    private final String core = ForkedJvm.path(ForkedJvm.jars("telemetry-context-core"));

    @Test
    void worksOnClasspath() throws Exception {
        compile("-cp", core, MAIN.toString());
        runs(
                "--limit-modules",
                "java.base",
                "-cp",
                ForkedJvm.path(List.of(directory, Path.of(core))),
                "com.example.Main");
    }

    @Test
    void worksOnModulePath() throws Exception {
        compile("-p", core, MAIN.toString(), SOURCES.resolve("module-info.java").toString());
        runs("-p", ForkedJvm.path(List.of(directory, Path.of(core))), "-m", "com.example.client/com.example.Main");
    }

    private void compile(String option, String path, String... sources) {
        List<String> arguments = new ArrayList<>(List.of("--release", "17", "-d", directory.toString(), option, path));
        arguments.addAll(List.of(sources));
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, arguments.toArray(String[]::new)))
                .isZero();
    }

    private void runs(String... arguments) throws Exception {
        Result jvm = new ForkedJvm().java(List.of(arguments));

        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.out()).containsExactly("{session_id=s-1, sampling_iteration=3}", "s-1", "s-1", "{}");
    }
}
