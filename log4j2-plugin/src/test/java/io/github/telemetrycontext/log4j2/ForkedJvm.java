package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@link ForkedApplication} in a JVM of its own, for what Log4j reads once: the class path and some properties. */
final class ForkedJvm {

    private final List<String> options = new ArrayList<>();
    private List<String> classPath =
            List.of(System.getProperty("java.class.path").split(File.pathSeparator));

    /** What the program left behind. */
    record Result(List<String> out, String err) {}

    ForkedJvm property(String name, String value) {
        options.add("-D" + name + "=" + value);
        return this;
    }

    ForkedJvm configuration(String resource) {
        return property("log4j2.configurationFile", "classpath:" + resource);
    }

    /** Takes away each entry of the class path that has the part in its name; there must be one. */
    ForkedJvm without(String part) {
        List<String> rest =
                classPath.stream().filter(entry -> !entry.contains(part)).toList();
        assertThat(rest).as("class path without " + part).hasSizeLessThan(classPath.size());
        classPath = rest;
        return this;
    }

    /** Moves our service file before or behind that of log4j-core. */
    ForkedJvm ourServiceFileFirst(boolean first) {
        String ours = TelemetryContextDataProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        String entry = classPath.stream()
                .filter(candidate -> ours.equals(new File(candidate).toURI().getPath()))
                .findFirst()
                .orElseThrow();
        List<String> moved = new ArrayList<>(classPath);
        moved.remove(entry);
        moved.add(first ? 0 : moved.size(), entry);
        classPath = moved;
        return this;
    }

    Result run(Path directory) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.add(ForkedApplication.class.getName());
        Path out = directory.resolve("stdout");
        Path err = directory.resolve("stderr");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(Arrays.asList("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        Result result = new Result(Files.readAllLines(out), Files.readString(err));
        assertThat(process.exitValue()).as(result.toString()).isZero();
        return result;
    }
}
