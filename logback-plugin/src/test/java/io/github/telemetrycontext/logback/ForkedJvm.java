package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Context;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.telemetrycontext.TelemetryContext;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectMapper;

/** Runs {@link Application} in a JVM of its own, with the class path that a test wants. */
record ForkedJvm(List<String> out, List<String> err, List<String> problems) {

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

    static ForkedJvm run(Path directory, List<Path> moreClassPath, String... options)
            throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Path problems = directory.resolve("problems");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(String.join(
                System.getProperty("path.separator"),
                Stream.concat(BASE.stream(), moreClassPath.stream())
                        .map(Path::toString)
                        .toList()));
        command.add(Application.class.getName());
        command.add(problems.toString());

        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        return new ForkedJvm(Files.readAllLines(out), Files.readAllLines(err), Files.readAllLines(problems));
    }
}
