package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.OrdinaryApplication;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the ordinary application in a JVM of its own, with the class path that a test wants. */
final class ForkedApplication {

    /** The folder that has those of all modules in it. */
    static final Path BUILD = Path.of("..").toAbsolutePath().normalize();

    private ForkedApplication() {}

    static List<String> classPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    /** All that the application prints in these runs, which must end well. */
    static String output(Path directory, List<String> classPath, List<String> runs) throws Exception {
        Path out = Files.createTempFile(directory, "out", "");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.join(File.pathSeparator, classPath),
                OrdinaryApplication.class.getName()));
        command.addAll(runs);
        int exitValue = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start()
                .waitFor();
        String output = Files.readString(out);
        assertThat(exitValue).as(output).isZero();
        return output;
    }
}
