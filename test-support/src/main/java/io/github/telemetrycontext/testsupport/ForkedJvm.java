package io.github.telemetrycontext.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs programs in separate JVMs, for settings that a JVM reads once. Each call returns a new object. By default, a
 * program has the classpath of the tests and no options.
 */
public final class ForkedJvm {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_MINUTES = 3;

    private final List<Path> classPath;
    private final List<String> options;
    private final Map<String, String> environment;
    private final Path directory;
    private final Path home;

    public ForkedJvm() {
        this(classPathOfTests(), List.of(), Map.of(), Path.of(""), Path.of(System.getProperty("java.home")));
    }

    private ForkedJvm(
            List<Path> classPath, List<String> options, Map<String, String> environment, Path directory, Path home) {
        this.classPath = classPath;
        this.options = options;
        this.environment = environment;
        this.directory = directory;
        this.home = home;
    }

    /**
     * The output of a program that has ended.
     *
     * @param out the lines of standard output
     * @param err the lines of standard error
     * @param exitValue 0 if the program succeeded
     */
    public record Result(List<String> out, List<String> err, int exitValue) {

        /** Returns the lines of standard output that are JSON objects. */
        public List<JsonNode> json() {
            return out.stream()
                    .filter(line -> line.startsWith("{"))
                    .map(JSON::readTree)
                    .toList();
        }

        /** Returns this result if the program succeeded, and throws otherwise. */
        public Result succeeded() {
            if (exitValue != 0) {
                throw new AssertionError(this.toString());
            }
            return this;
        }
    }

    /** Adds options of the JVM. */
    public ForkedJvm options(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new ForkedJvm(classPath, all, environment, directory, home);
    }

    /** Adds a system property. */
    public ForkedJvm property(String name, String value) {
        return options("-D" + name + "=" + value);
    }

    /** Sets the additional environment variables. The program also has those of this JVM. */
    public ForkedJvm environment(Map<String, String> variables) {
        return new ForkedJvm(classPath, options, variables, directory, home);
    }

    /** Replaces the classpath. */
    public ForkedJvm classPath(Collection<Path> entries) {
        return new ForkedJvm(List.copyOf(entries), options, environment, directory, home);
    }

    /** Puts entries before the others on the classpath. */
    public ForkedJvm first(Path... entries) {
        return first(List.of(entries));
    }

    /** Puts entries before the others on the classpath. */
    public ForkedJvm first(Collection<Path> entries) {
        return classPath(Stream.concat(entries.stream(), classPath.stream()).toList());
    }

    /**
     * Removes the entry whose path contains a text, such as the name of its jar or module.
     *
     * @throws AssertionError unless there is exactly one
     */
    public ForkedJvm without(String text) {
        List<Path> rest = classPath.stream()
                .filter(entry -> !entry.toString().contains(text))
                .toList();
        if (rest.size() != classPath.size() - 1) {
            throw new AssertionError("Expected exactly one entry with " + text + " on the classpath " + classPath);
        }
        return classPath(rest);
    }

    /** Changes the directory in which the program runs, by default that of the module. */
    public ForkedJvm directory(Path working) {
        return new ForkedJvm(classPath, options, environment, working, home);
    }

    /** Changes the JDK or the linked image that runs the program, by default the JDK of this JVM. */
    public ForkedJvm home(Path jdk) {
        return new ForkedJvm(classPath, options, environment, directory, jdk);
    }

    /** Runs a main class. */
    public Result run(Class<?> main, String... arguments) {
        return run(main.getName(), arguments);
    }

    /** Runs a main class that is on the program's classpath only. */
    public Result run(String main, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-cp", path(classPath), main));
        all.addAll(List.of(arguments));
        return java(all);
    }

    /** Runs the JVM with the options and then arguments that name the program. The classpath is not used. */
    public Result java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(home.resolve(Path.of("bin", "java")).toString());
        // Most programs end before the optimizing compiler pays off. A later option of the caller takes precedence.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.addAll(arguments);
        try {
            Path out = Files.createTempFile("out", "");
            Path err = Files.createTempFile("err", "");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .directory(directory.toAbsolutePath().toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                // With these variables, a JVM prints a line to standard error.
                builder.environment().keySet().removeAll(Arrays.asList("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
                builder.environment().putAll(environment);
                int exitValue = exitValue(builder.start(), command);
                return new Result(Files.readAllLines(out), Files.readAllLines(err), exitValue);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int exitValue(Process process, List<String> command) {
        try {
            if (!process.waitFor(MAX_MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("Still running: " + command);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns the entries of the classpath of the tests. */
    public static List<Path> classPathOfTests() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
    }

    /** Returns the entries of the classpath of the tests that contain these classes. */
    public static List<Path> placesOf(Class<?>... types) {
        return Stream.of(types).map(ForkedJvm::placeOf).toList();
    }

    /** Returns the entry of the classpath of the tests that contains this class. */
    public static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * Returns the jars of the classpath of the tests with these names.
     *
     * @param names names without versions
     * @throws AssertionError unless there is exactly one jar for each name
     */
    public static List<Path> jars(String... names) {
        return Stream.of(names).map(ForkedJvm::jar).toList();
    }

    private static Path jar(String name) {
        List<Path> found = classPathOfTests().stream()
                .filter(entry -> entry.getFileName().toString().matches(name + "-\\d.*\\.jar"))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError("Expected exactly one jar of " + name + " on the classpath, found " + found);
        }
        return found.get(0);
    }

    /**
     * Copies the files of a folder or jar.
     *
     * @param copy a folder, which need not exist
     * @param kept selects files by their paths in the folder or jar, with slashes
     * @return the copy
     */
    public static Path copy(Path classes, Path copy, Predicate<String> kept) {
        try (FileSystem jar = Files.isDirectory(classes) ? null : FileSystems.newFileSystem(classes)) {
            Path root = jar == null ? classes : jar.getPath("/");
            try (Stream<Path> all = Files.walk(root)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String name = root.relativize(file).toString().replace('\\', '/');
                    if (kept.test(name)) {
                        Path target = copy.resolve(name);
                        Files.createDirectories(target.getParent());
                        Files.copy(file, target);
                    }
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Packs the files of a folder.
     *
     * @return the jar
     */
    public static Path pack(Path classes, Path jar) {
        int exitValue = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        if (exitValue != 0) {
            throw new AssertionError("No jar of " + classes);
        }
        return jar;
    }

    /** Joins entries to a classpath or module path. */
    public static String path(Collection<Path> entries) {
        return String.join(
                File.pathSeparator, entries.stream().map(Path::toString).toList());
    }
}
