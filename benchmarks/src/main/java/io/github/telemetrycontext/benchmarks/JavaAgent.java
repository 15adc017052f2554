package io.github.telemetrycontext.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** OpenTelemetry's Java agent in a forked JVM. */
public enum JavaAgent {
    ALONE,
    WITH_EXTENSION;

    /** The property for the target folder of this module, into which Maven copies the agent. */
    static final String TARGET = "benchmark.target";

    /** Returns the options of the JVM. */
    List<String> options() {
        Path target = Path.of(System.getProperty(TARGET));
        List<String> options = new ArrayList<>(List.of(
                "-javaagent:" + target.resolve("opentelemetry-javaagent.jar"),
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none"));
        if (this == WITH_EXTENSION) {
            options.add("-Dotel.javaagent.extensions=" + extension(target));
        }
        return options;
    }

    /** Packages the extension, because Maven packages it in a later phase of the build. */
    private static Path extension(Path target) {
        Path jar = target.resolve("telemetry-context-opentelemetry-agent.jar");
        Path classes = target.resolve("../../opentelemetry-agent/target/classes");
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file=" + jar, "-C", classes.toString(), ".");
        if (failed != 0) {
            throw new IllegalStateException("Can't package the extension of the Java agent from " + classes);
        }
        return jar;
    }
}
