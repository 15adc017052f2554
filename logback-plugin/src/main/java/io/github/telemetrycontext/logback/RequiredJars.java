package io.github.telemetrycontext.logback;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the required jars that are missing. The class itself needs none of them. */
final class RequiredJars {

    private RequiredJars() {}

    static List<String> missing() {
        ClassLoader loader = RequiredJars.class.getClassLoader();
        return Stream.of(
                        Map.entry("telemetry-context-core", "io.github.telemetrycontext.TelemetryContext"),
                        Map.entry("logback-classic", "ch.qos.logback.classic.LoggerContext"),
                        Map.entry("logback-core", "ch.qos.logback.core.Context"),
                        Map.entry("slf4j-api", "org.slf4j.LoggerFactory"))
                // Looks for the file, because a class whose superclass is missing cannot be loaded.
                .filter(jar -> loader.getResource(jar.getValue().replace('.', '/') + ".class") == null)
                .map(Map.Entry::getKey)
                .toList();
    }
}
