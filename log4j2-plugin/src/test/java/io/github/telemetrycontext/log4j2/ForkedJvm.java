package io.github.telemetrycontext.log4j2;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs {@link ForkedApplication} or another program in a JVM of its own, for what Log4j reads once: the class path and
 * some properties.
 */
final class ForkedJvm {

    private final List<String> options = new ArrayList<>();
    private List<String> classPath =
            List.of(System.getProperty("java.class.path").split(File.pathSeparator));

    /** What the program left behind. */
    record Result(List<String> out, String err, int exitValue) {}

    ForkedJvm option(String option) {
        options.add(option);
        return this;
    }

    ForkedJvm property(String name, String value) {
        return option("-D" + name + "=" + value);
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

    /** Puts a jar or folder before the rest of the class path. */
    ForkedJvm first(Path entry) {
        classPath =
                Stream.concat(Stream.of(entry.toString()), classPath.stream()).toList();
        return this;
    }

    /** Puts a folder with a copy of our classes in their place, without the file; there must be one. */
    ForkedJvm withoutOurFile(String file, Path folder) throws IOException {
        Path ours = Path.of(ourEntry());
        try (Stream<Path> all = Files.walk(ours)) {
            for (Path source : all.toList()) {
                Files.copy(source, folder.resolve(ours.relativize(source).toString()), REPLACE_EXISTING);
            }
        }
        Files.delete(folder.resolve(file));
        List<String> changed = new ArrayList<>(classPath);
        changed.replaceAll(entry -> entry.equals(ourEntry()) ? folder.toString() : entry);
        classPath = changed;
        return this;
    }

    private String ourEntry() {
        String ours = TelemetryContextDataProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return classPath.stream()
                .filter(candidate -> ours.equals(new File(candidate).toURI().getPath()))
                .findFirst()
                .orElseThrow();
    }

    /** Moves our service file before or behind that of log4j-core. */
    ForkedJvm ourServiceFileFirst(boolean first) {
        String entry = ourEntry();
        List<String> moved = new ArrayList<>(classPath);
        moved.remove(entry);
        moved.add(first ? 0 : moved.size(), entry);
        classPath = moved;
        return this;
    }

    Result run(Path directory) throws IOException, InterruptedException {
        Result result = run(directory, ForkedApplication.class);
        assertThat(result.exitValue()).as(result.toString()).isZero();
        return result;
    }

    Result run(Path directory, Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.add(main.getName());
        command.addAll(List.of(arguments));
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
        return new Result(Files.readAllLines(out), Files.readString(err), process.exitValue());
    }
}
