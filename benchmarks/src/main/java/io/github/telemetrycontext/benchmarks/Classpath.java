package io.github.telemetrycontext.benchmarks;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Variants of the classpath. They differ in the jars that affect every event or every scope. */
public enum Classpath {
    /** None of these jars. */
    PLAIN,
    /** Our plugins for Log4j and Logback. */
    PLUGINS,
    /** Our plugin for OpenTelemetry. */
    OPENTELEMETRY_PLUGIN,
    /** OpenTelemetry's own provider for Log4j. */
    OPENTELEMETRY_PROVIDER;

    /**
     * Returns this variant of a classpath that contains all these jars.
     *
     * @throws IllegalArgumentException unless the classpath contains each jar exactly once
     */
    String of(String whole) {
        List<String> entries = Stream.of(whole.split(File.pathSeparator)).toList();
        for (Jar jar : Jar.values()) {
            List<String> found = entries.stream().filter(jar::isAt).toList();
            if (found.size() != 1) {
                throw new IllegalArgumentException(
                        "The classpath must contain " + jar + " exactly once, but contains " + found);
            }
        }
        return entries.stream()
                .filter(entry -> Stream.of(Jar.values()).allMatch(jar -> jar.variant == this || !jar.isAt(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Checks that this JVM has this variant.
     *
     * @throws IllegalStateException if it has another variant
     */
    void check() {
        for (Jar jar : Jar.values()) {
            if (jar.isThere() != (jar.variant == this)) {
                throw new IllegalStateException(
                        jar + " must " + (jar.variant == this ? "" : "not ") + "be on the classpath " + this);
            }
        }
    }

    private enum Jar {
        LOG4J_PLUGIN(
                Classpath.PLUGINS,
                "log4j2-plugin/target/classes|telemetry-context-log4j2-",
                "io/github/telemetrycontext/log4j2/TelemetryContextDataProvider.class"),
        LOGBACK_PLUGIN(
                Classpath.PLUGINS,
                "logback-plugin/target/classes|telemetry-context-logback-",
                "io/github/telemetrycontext/logback/TelemetryConfigurator.class"),
        OPENTELEMETRY_PLUGIN(
                Classpath.OPENTELEMETRY_PLUGIN,
                "opentelemetry-plugin/target/classes|telemetry-context-opentelemetry-",
                "META-INF/services/io.github.telemetrycontext.spi.ContextCarrier"),
        OPENTELEMETRY_PROVIDER(
                Classpath.OPENTELEMETRY_PROVIDER,
                "opentelemetry-log4j-context-data-",
                "io/opentelemetry/instrumentation/log4j/contextdata/v2_17/OpenTelemetryContextDataProvider.class");

        /** The only variant that contains this jar. */
        private final Classpath variant;

        private final Pattern place;
        private final String resource;

        Jar(Classpath variant, String places, String resource) {
            this.variant = variant;
            place = Pattern.compile("(^|/)(" + places + ")[^/]*/?$");
            this.resource = resource;
        }

        boolean isAt(String entry) {
            return place.matcher(entry.replace(File.separatorChar, '/')).find();
        }

        boolean isThere() {
            return Classpath.class.getClassLoader().getResource(resource) != null;
        }
    }
}
