package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM of its own, with the class path of the tests. */
final class ForkedJvm {

    private ForkedJvm() {}

    /** Starts the program. Its two streams go to the files {@code out} and {@code err} of the directory. */
    static Process start(Path directory, List<String> options, Class<?> program, String... arguments)
            throws IOException {
        return start(directory, Map.of(), options, program, arguments);
    }

    /** The same, with more environment variables than this JVM has. */
    static Process start(
            Path directory,
            Map<String, String> environment,
            List<String> options,
            Class<?> program,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        process.environment().putAll(environment);
        return process.start();
    }

    /** Waits for the end of the program, which must be a good one, and returns the lines that it has printed. */
    static List<String> linesOf(Process process, Path directory) throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor())
                .as(Files.readString(directory.resolve("err")))
                .isZero();
        return Files.readAllLines(directory.resolve("out"));
    }
}
