package io.github.telemetrycontext.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/** OpenTelemetry's java agent in a forked JVM. */
public enum JavaAgent {
    ALONE,
    WITH_EXTENSION;

    /** The property with the target folder of this module, where Maven puts the agent. */
    static final String TARGET = "benchmark.target";

    /** The options of the JVM. */
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

    /** Packs the extension, because this phase of the build comes before Maven packages it. */
    private static Path extension(Path target) {
        Path jar = target.resolve("telemetry-context-opentelemetry-agent.jar");
        Path classes = target.resolve("../../opentelemetry-agent/target/classes");
        int failed = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "--create", "--file=" + jar, "-C", classes.toString(), ".");
        if (failed != 0) {
            throw new IllegalStateException("The extension of the java agent could not be packed from " + classes);
        }
        return jar;
    }
}
