package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.telemetrycontext.TelemetryContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectMapper;

/** Runs {@link Application} or another program in a JVM of its own, with the class path that a test wants. */
record ForkedJvm(List<String> out, List<String> err, List<String> problems, int exitValue) {

    /** The plugin, the core, Logback, SLF4J, and the application. */
    static final List<Path> BASE = Stream.of(
                    TelemetryMdcAdapter.class,
                    TelemetryContext.class,
                    LoggerContext.class,
                    Context.class,
                    LoggerFactory.class,
                    Application.class)
            .map(ForkedJvm::placeOf)
            .toList();

    /** Encoder 9 and what it needs. */
    static final List<Path> ENCODER_9 = Stream.of(
                    LogstashEncoder.class, ObjectMapper.class, JsonGenerator.class, JsonProperty.class)
            .map(ForkedJvm::placeOf)
            .toList();

    static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Copies a folder or a jar of classes, but for the files, named by their paths inside of it, that are to be left out. */
    static Path copyWithout(Predicate<String> leftOut, Path classes, Path copy) {
        try (FileSystem jar = Files.isDirectory(classes) ? null : FileSystems.newFileSystem(classes)) {
            Path root = jar == null ? classes : jar.getPath("/");
            try (Stream<Path> all = Files.walk(root)) {
                for (Path source : all.toList()) {
                    String name = root.relativize(source).toString().replace('\\', '/');
                    if (!leftOut.test(name)) {
                        Files.copy(source, copy.resolve(name));
                    }
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ForkedJvm run(Path directory, List<Path> moreClassPath, String... options)
            throws IOException, InterruptedException {
        Path problems = directory.resolve("problems");
        List<Path> classPath =
                Stream.concat(BASE.stream(), moreClassPath.stream()).toList();
        ForkedJvm run =
                runMain(directory, Application.class, classPath, List.of(options), List.of(problems.toString()));
        assertThat(run.exitValue()).as(run.err().toString()).isZero();
        return new ForkedJvm(run.out(), run.err(), Files.readAllLines(problems), 0);
    }

    static ForkedJvm runMain(
            Path directory, Class<?> main, List<Path> classPath, List<String> options, List<String> arguments)
            throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(
                System.getProperty("path.separator"),
                classPath.stream().map(Path::toString).toList()));
        command.add(main.getName());
        command.addAll(arguments);

        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        int exitValue = process.waitFor();
        return new ForkedJvm(Files.readAllLines(out), Files.readAllLines(err), List.of(), exitValue);
    }
}
