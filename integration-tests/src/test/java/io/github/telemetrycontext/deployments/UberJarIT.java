package io.github.telemetrycontext.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.log4j2.TelemetrySelfCheck;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uber-jars of the shade plugin, with and without the recipe of docs/deployment.md. */
class UberJarIT {

    private static final String PROVIDER_FILE =
            "META-INF/services/org.apache.logging.log4j.core.util.ContextDataProvider";

    @TempDir
    private Path directory;

    private Result run(String uberJar, Class<?> main, String... arguments) throws Exception {
        Path jar = Path.of(System.getProperty("uber-jar") + "-" + uberJar + ".jar");
        assertThat(jar).exists();
        return new ForkedJvm().classPath(List.of(jar)).run(main, arguments);
    }

    @ParameterizedTest
    @ValueSource(classes = {Log4j2Application.class, LogbackApplication.class})
    void recipeKeepsTypedFields(Class<?> application) throws Exception {
        Result jvm = run("merged", application, "s-1");

        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.out()).hasSize(1);
        assertThat(jvm.json().get(0).toString())
                .contains("\"session_id\":\"s-1\",\"request_id\":\"r-1\",\"model_id\":\"granite\","
                        + "\"sampling_iteration\":3");
    }

    @ParameterizedTest
    @ValueSource(classes = {Log4j2Application.class, LogbackApplication.class})
    void selfCheckReportsOkWithRecipe(Class<?> application) throws Exception {
        Result jvm = run("merged", selfCheckOf(application));

        assertThat(jvm.err()).isEmpty();
        assertThat(jvm.out())
                .anyMatch(line -> line.startsWith("ok       appender JSON") && line.endsWith("as a number"))
                .endsWith("result: ok");
        assertThat(jvm.exitValue()).isZero();
    }

    @Test
    void selfCheckNamesMissingFilesOfLog4jWithoutRecipe() throws Exception {
        Result jvm = run("unmerged", TelemetrySelfCheck.class);

        assertThat(jvm.out())
                .contains("PROBLEM  provider: Log4j does not find it, because no file " + PROVIDER_FILE + " names it")
                .anyMatch(
                        line -> line.startsWith("PROBLEM  resolver: JsonTemplateLayout does not find telemetryContext"))
                .anyMatch(line -> line.contains("merge it as the section Uber-jars of docs/deployment.md"));
        assertThat(jvm.exitValue()).isEqualTo(1);
    }

    @Test
    void logbackFindsPluginWithoutRecipeIfNoOtherJarHasConfigurator() throws Exception {
        Result jvm = run("unmerged", LogbackApplication.class, "s-1");

        assertThat(jvm.json())
                .singleElement()
                .satisfies(line ->
                        assertThat(line.path("sampling_iteration").isInt()).isTrue());
    }

    @Test
    void selfCheckNamesFileThatAnotherConfiguratorReplaced() throws Exception {
        String file = "META-INF/services/ch.qos.logback.classic.spi.Configurator";
        Path jar = Files.copy(
                Path.of(System.getProperty("uber-jar") + "-unmerged.jar"), directory.resolve("replaced.jar"));
        try (FileSystem inside = FileSystems.newFileSystem(jar)) {
            Files.writeString(inside.getPath(file), "ch.qos.logback.classic.BasicConfigurator");
        }
        Result jvm = new ForkedJvm()
                .classPath(List.of(jar))
                .run(io.github.telemetrycontext.logback.TelemetrySelfCheck.class);

        assertThat(jvm.out())
                .anyMatch(line -> line.startsWith("PROBLEM  adapter: not TelemetryMdcAdapter")
                        && line.endsWith("because no file " + file + " names it"))
                .anyMatch(line -> line.contains("merge the file as the section Uber-jars of docs/deployment.md shows"));
        assertThat(jvm.exitValue()).isEqualTo(1);
    }

    private static Class<?> selfCheckOf(Class<?> application) {
        return application == Log4j2Application.class
                ? TelemetrySelfCheck.class
                : io.github.telemetrycontext.logback.TelemetrySelfCheck.class;
    }
}
