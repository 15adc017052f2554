package io.github.telemetrycontext.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class ClassPathTest {

    private static final String PROVIDER = "/m2/opentelemetry-log4j-context-data-2.17-autoconfigure-2.31.1-alpha.jar";
    private static final Effort SHORTEST = new Effort(1, 0, 1, 1, 1);

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private static String joined(String... entries) {
        return String.join(File.pathSeparator, entries);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/project/log4j2-plugin/target/classes",
                "log4j2-plugin/target/classes/",
                "/a/telemetry-context-log4j2-1.0.jar"
            })
    void hasOnlyWhatTheVariantIsFor(String plugin) {
        String whole = joined("/project/benchmarks/target/classes-17", plugin, "/m2/log4j-core-2.26.1.jar", PROVIDER);

        assertThat(ClassPath.PLAIN.of(whole))
                .isEqualTo(joined("/project/benchmarks/target/classes-17", "/m2/log4j-core-2.26.1.jar"));
        assertThat(ClassPath.PLUGIN.of(whole)).contains(plugin).doesNotContain(PROVIDER);
        assertThat(ClassPath.OPENTELEMETRY_PROVIDER.of(whole))
                .contains(PROVIDER)
                .doesNotContain(plugin);
    }

    @Test
    void refusesAClassPathInWhichAJarIsNotRecognised() {
        String renamed = joined("/project/log4j2.jar", PROVIDER);

        assertThatThrownBy(() -> ClassPath.PLAIN.of(renamed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("our plugin for Log4j");
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"NATIVE", "OURS", "OPENTELEMETRY"})
    void aForkMeasuresWithItsOwnVariant(Scenario scenario) throws RunnerException {
        Fork fork = event(scenario);
        Rounds rounds = new Rounds(any -> SHORTEST, new PrintStream(log, true, StandardCharsets.UTF_8), name -> {});

        Map<String, RunResult> results = rounds.run(List.of(fork));

        assertThat(results).containsOnlyKeys(fork.name());
        assertThat(results.values())
                .allSatisfy(result -> assertThat(Measured.of(result).nanos()).isPositive());
    }

    @Test
    void aForkRefusesToMeasureWithAnother() {
        OutputFormat format = OutputFormatFactory.createFormatInstance(
                new PrintStream(log, true, StandardCharsets.UTF_8), VerboseMode.NORMAL);
        Runner withWholeClassPath = new Runner(event(Scenario.NATIVE).options(SHORTEST), format);

        assertThatThrownBy(withWholeClassPath::runSingle).isInstanceOf(RunnerException.class);
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("Not the class path PLAIN");
    }

    private static Fork event(Scenario scenario) {
        return new Fork(
                Log4jEventBenchmark.class.getName() + ".event",
                Map.of("layout", Log4jLayout.PATTERN.name(), "scenario", scenario.name()));
    }
}
