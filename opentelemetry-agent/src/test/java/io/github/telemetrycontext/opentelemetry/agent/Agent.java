package io.github.telemetrycontext.opentelemetry.agent;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.OtlpReceiver;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The result of a program under the Java agent: the exported spans and log records, and the output. */
record Agent(List<Span> spans, List<LogRecord> records, Result result) {

    /** The value before a program has run. */
    static final Agent NONE = new Agent(List.of(), List.of(), new Result(List.of(), List.of(), 0));

    static final String NEWEST = "2.33.1";

    /** Returns the agent version to test. Rows of tests set other versions. */
    static Stream<String> versions() {
        return Stream.of(System.getProperty("javaagent.version", NEWEST));
    }

    /** Runs a program with the extension. */
    static Agent run(String version, Path directory, Class<?> program, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("-Dotel.javaagent.extensions=" + extension(directory));
        return runAlone(version, program, all.toArray(String[]::new));
    }

    /** Runs a program without the extension. */
    static Agent runAlone(String version, Class<?> program, String... options) throws Exception {
        return runAlone(version, application(), program, List.of(), options);
    }

    static Agent runAlone(
            String version, ForkedJvm application, Class<?> program, List<String> arguments, String... options)
            throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver()) {
            List<String> all = new ArrayList<>(List.of(options));
            all.add("-javaagent:" + jar(version));
            receiver.settings().forEach((key, value) -> all.add("-D" + key + "=" + value));
            Result result = application
                    .options(all.toArray(String[]::new))
                    .run(program, arguments.toArray(String[]::new))
                    .succeeded();
            return new Agent(List.copyOf(receiver.spans), List.copyOf(receiver.records), result);
        }
    }

    static Path jar(String version) {
        return Path.of("target", "agents", "opentelemetry-javaagent-" + version + ".jar")
                .toAbsolutePath();
    }

    /** Packs the jar of this module, because the build packages it only after the tests. */
    static Path extension(Path directory) {
        Path jar = directory.resolve("telemetry-context-opentelemetry-agent.jar");
        return Files.exists(jar) ? jar : ForkedJvm.pack(ForkedJvm.placeOf(TelemetryAgentExtension.class), jar);
    }

    /** Starts an application. The extension is not on its classpath. */
    static ForkedJvm application() {
        return new ForkedJvm()
                .without(ForkedJvm.placeOf(TelemetryAgentExtension.class).toString());
    }

    /** Returns the attributes of the only span with a name. */
    Map<String, Object> span(String name) {
        return only(spans.stream().filter(span -> span.getName().equals(name)), name, Span::getAttributesList);
    }

    /** Returns the attributes of the only log record with a message. */
    Map<String, Object> record(String message) {
        return only(
                records.stream()
                        .filter(record -> record.getBody().getStringValue().equals(message)),
                message,
                LogRecord::getAttributesList);
    }

    private static <T> Map<String, Object> only(Stream<T> items, String name, Function<T, List<KeyValue>> attributes) {
        List<T> found = items.toList();
        if (found.size() != 1) {
            throw new AssertionError(name + " was exported " + found.size() + " times");
        }
        return OtlpReceiver.valuesWithoutThread(attributes.apply(found.get(0)));
    }
}
