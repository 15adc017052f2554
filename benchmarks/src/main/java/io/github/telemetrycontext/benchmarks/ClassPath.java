package io.github.telemetrycontext.benchmarks;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of the jars are on the class path that change every event or every scope by being there. */
public enum ClassPath {
    /** None of them. */
    PLAIN,
    /** Our plugins for Log4j and Logback. */
    PLUGINS,
    /** Our plugin for OpenTelemetry. */
    OPENTELEMETRY_PLUGIN,
    /** OpenTelemetry's own provider for Log4j. */
    OPENTELEMETRY_PROVIDER;

    /**
     * The variant of a class path that has all these jars.
     *
     * @throws IllegalArgumentException if one of them is not there exactly once, since then nobody knows what is measured
     */
    String of(String whole) {
        List<String> entries = Stream.of(whole.split(File.pathSeparator)).toList();
        for (Jar jar : Jar.values()) {
            List<String> found = entries.stream().filter(jar::isAt).toList();
            if (found.size() != 1) {
                throw new IllegalArgumentException("The class path should have " + jar + " once, but has " + found);
            }
        }
        return entries.stream()
                .filter(entry -> Stream.of(Jar.values()).allMatch(jar -> jar.variant == this || !jar.isAt(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Looks whether this JVM has this variant.
     *
     * @throws IllegalStateException if it has another
     */
    void check() {
        for (Jar jar : Jar.values()) {
            if (jar.isThere() != (jar.variant == this)) {
                throw new IllegalStateException("Not the class path " + this + ", because of " + jar);
            }
        }
    }

    private enum Jar {
        LOG4J_PLUGIN(
                ClassPath.PLUGINS,
                "log4j2-plugin/target/classes|telemetry-context-log4j2-",
                "io/github/telemetrycontext/log4j2/TelemetryContextDataProvider.class"),
        LOGBACK_PLUGIN(
                ClassPath.PLUGINS,
                "logback-plugin/target/classes|telemetry-context-logback-",
                "io/github/telemetrycontext/logback/TelemetryConfigurator.class"),
        OPENTELEMETRY_PLUGIN(
                ClassPath.OPENTELEMETRY_PLUGIN,
                "opentelemetry-plugin/target/classes|telemetry-context-opentelemetry-",
                "META-INF/services/io.github.telemetrycontext.spi.ContextCarrier"),
        OPENTELEMETRY_PROVIDER(
                ClassPath.OPENTELEMETRY_PROVIDER,
                "opentelemetry-log4j-context-data-",
                "io/opentelemetry/instrumentation/log4j/contextdata/v2_17/OpenTelemetryContextDataProvider.class");

        /** The only variant that has it. */
        private final ClassPath variant;

        private final Pattern place;
        private final String resource;

        Jar(ClassPath variant, String places, String resource) {
            this.variant = variant;
            place = Pattern.compile("(^|/)(" + places + ")[^/]*/?$");
            this.resource = resource;
        }

        boolean isAt(String entry) {
            return place.matcher(entry.replace(File.separatorChar, '/')).find();
        }

        boolean isThere() {
            return ClassPath.class.getClassLoader().getResource(resource) != null;
        }
    }
}
