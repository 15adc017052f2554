package io.github.telemetrycontext.benchmarks;

import java.io.File;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of the jars that change every event of Log4j by being there are there. */
enum ClassPath {
    PLAIN,
    PLUGIN,
    OPENTELEMETRY_PROVIDER;

    private static final String PLUGIN_CLASS = "io.github.telemetrycontext.log4j2.TelemetryContextDataProvider";
    private static final String PROVIDER_CLASS =
            "io.opentelemetry.instrumentation.log4j.contextdata.v2_17.OpenTelemetryContextDataProvider";

    private static final Predicate<String> IS_PLUGIN =
            named("log4j2-plugin/target/classes", "telemetry-context-log4j2-");
    private static final Predicate<String> IS_PROVIDER = named("opentelemetry-log4j-context-data-");

    /**
     * The variant of a class path that has both jars.
     *
     * @throws IllegalArgumentException if one of them is not there exactly once, since then nobody knows what is measured
     */
    String of(String whole) {
        List<String> entries = Stream.of(whole.split(File.pathSeparator)).toList();
        requireOne(entries, IS_PLUGIN, "our plugin for Log4j");
        requireOne(entries, IS_PROVIDER, "OpenTelemetry's provider for Log4j");
        return entries.stream()
                .filter(entry -> this == PLUGIN || !IS_PLUGIN.test(entry))
                .filter(entry -> this == OPENTELEMETRY_PROVIDER || !IS_PROVIDER.test(entry))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Looks whether this JVM has this variant.
     *
     * @throws IllegalStateException if it has another
     */
    void check() {
        boolean right = isOnClassPath(PLUGIN_CLASS) == (this == PLUGIN)
                && isOnClassPath(PROVIDER_CLASS) == (this == OPENTELEMETRY_PROVIDER);
        if (!right) {
            throw new IllegalStateException("Not the class path " + this);
        }
    }

    private static boolean isOnClassPath(String className) {
        return ClassPath.class.getClassLoader().getResource(className.replace('.', '/') + ".class") != null;
    }

    private static void requireOne(List<String> entries, Predicate<String> wanted, String name) {
        List<String> found = entries.stream().filter(wanted).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("The class path should have " + name + " once, but has " + found);
        }
    }

    private static Predicate<String> named(String... parts) {
        String alternatives = Stream.of(parts).map(Pattern::quote).collect(Collectors.joining("|"));
        Predicate<String> matches =
                Pattern.compile("(^|/)(" + alternatives + ")[^/]*/?$").asPredicate();
        return entry -> matches.test(entry.replace(File.separatorChar, '/'));
    }
}
