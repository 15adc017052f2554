package io.github.telemetrycontext.deployments;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JVM that has run to its end.
 *
 * @param out the lines of standard output
 * @param err standard error
 * @param exitValue how it ended
 */
record Jvm(List<String> out, String err, int exitValue) {

    private static final JsonMapper JSON = new JsonMapper();

    static Jvm run(Path directory, String... arguments) throws IOException, InterruptedException {
        return run(directory, Arrays.asList(arguments));
    }

    static Jvm run(Path directory, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        int exitValue = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start()
                .waitFor();
        return new Jvm(Files.readAllLines(out), Files.readString(err), exitValue);
    }

    /** The lines that are JSON. */
    List<JsonNode> json() {
        return out.stream()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .toList();
    }

    /** The packaged jars of this module's class path whose file name begins like this, one each. */
    static List<Path> jars(String... names) {
        return Stream.of(names).map(Jvm::jar).toList();
    }

    private static Path jar(String name) {
        List<Path> found = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> entry.getFileName().toString().matches(name + "-\\d.*\\.jar"))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(name + " is packaged as " + found);
        }
        return found.get(0);
    }

    static String path(List<Path> entries) {
        return String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
    }
}
