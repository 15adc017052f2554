package io.github.telemetrycontext.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One benchmark with one combination of its parameters. A separate JVM measures it. */
record Fork(String benchmark, Map<String, String> parameters) {

    private static final String AGENT = "agent";
    private static final String CLASS_PATH = "classPath";
    private static final String OUTPUT = "output";
    private static final String SCENARIO = "scenario";

    /** Returns all benchmarks. Those for a newer JDK are included if that JDK compiled this module. */
    static List<Fork> all() {
        var silent = OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT);
        return BenchmarkList.defaultList().find(silent, List.of(".*"), List.of()).stream()
                .flatMap(Fork::choicesOf)
                .filter(Fork::makesSense)
                .toList();
    }

    private static Stream<Fork> choicesOf(BenchmarkListEntry entry) {
        List<Map<String, String>> choices = List.of(Map.of());
        Map<String, String[]> parameters = entry.getParams().orElse(Map.of());
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            choices = choices.stream()
                    .flatMap(choice -> Arrays.stream(parameter.getValue()).map(value -> {
                        Map<String, String> longer = new TreeMap<>(choice);
                        longer.put(parameter.getKey(), value);
                        return longer;
                    }))
                    .toList();
        }
        return choices.stream().map(choice -> new Fork(entry.getUsername(), choice));
    }

    private boolean makesSense() {
        return !isAboutEvents() || Output.valueOf(parameter(OUTPUT)).runsWith(Scenario.valueOf(parameter(SCENARIO)));
    }

    private String parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** Returns the name in results and limits, such as {@code EventBenchmark.event LOG4J_PATTERN OURS}. */
    String name() {
        return name(simpleName(benchmark), parameters.values());
    }

    static String name(String benchmark, Object... parameters) {
        return name(benchmark, Stream.of(parameters).map(String::valueOf).toList());
    }

    static String name(String benchmark, Collection<String> parameters) {
        List<String> parts = new ArrayList<>(List.of(benchmark));
        parts.addAll(parameters);
        return String.join(" ", parts);
    }

    /** Returns the names of class and method without the package. */
    static String simpleName(String benchmark) {
        return Arrays.stream(benchmark.split("\\."))
                .skip(benchmark.chars().filter(c -> c == '.').count() - 1)
                .collect(Collectors.joining("."));
    }

    boolean isAboutEvents() {
        return parameters.containsKey(SCENARIO);
    }

    boolean hasAgent() {
        return parameters.containsKey(AGENT);
    }

    Classpath classPath() {
        if (isAboutEvents()) {
            return Scenario.valueOf(parameter(SCENARIO)).classPath;
        }
        return Classpath.valueOf(parameters.getOrDefault(CLASS_PATH, Classpath.PLAIN.name()));
    }

    Options options(Effort effort) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark) + "$")
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(effort.warmups())
                .warmupTime(TimeValue.milliseconds(effort.warmupMillis()))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.milliseconds(effort.iterationMillis()))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true);
        parameters.forEach(options::param);
        List<String> jvmOptions = new ArrayList<>(List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"));
        if (hasAgent()) {
            jvmOptions.addAll(JavaAgent.valueOf(parameter(AGENT)).options());
        }
        options.jvmArgsAppend(jvmOptions.toArray(String[]::new));
        return options.build();
    }
}
