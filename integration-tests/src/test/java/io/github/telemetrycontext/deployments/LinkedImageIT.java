package io.github.telemetrycontext.deployments;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images that {@code jlink} creates from an application and the modules that docs/deployment.md names. */
class LinkedImageIT {

    private static final String CLIENT = "com.example.client";
    private static final List<String> PAGE =
            new Markdown(Path.of("..", "docs", "deployment.md")).lines("text").toList();

    @TempDir
    private Path directory;

    private final StringWriter output = new StringWriter();

    @ParameterizedTest
    @CsvSource({"log4j2", "logback"})
    void imageWithPluginHasFields(String framework) throws Exception {
        String modules = CLIENT + ",io.github.telemetrycontext." + framework;

        assertThat(PAGE).anyMatch(line -> line.contains(" --add-modules " + modules + " "));
        assertThat(run("linked-" + framework, modules, jarsOf(framework)).out())
                .singleElement()
                .asString()
                .startsWith("inside ")
                .contains("session_id=s-1", "sampling_iteration=3");
    }

    @ParameterizedTest
    @CsvSource({"log4j2, org.apache.logging.log4j.core", "logback, ch.qos.logback.classic"})
    void imageWithoutPluginHasNoFields(String framework, String module) throws Exception {
        assertThat(run("linked-" + framework, CLIENT + "," + module, jarsOf(framework))
                        .out())
                .singleElement()
                .asString()
                .startsWith("inside ")
                .doesNotContain("s-1");
    }

    /** The application requires the plugin and the layout, so jlink needs no further modules. */
    @Test
    void imageOfApplicationThatRequiresPluginHasTypedFields() throws Exception {
        Result jvm = run("log4j2", CLIENT, FrameworkJars.LOG4J);

        assertThat(jvm.json()).singleElement().asString().contains("\"session_id\":\"s-1\",\"sampling_iteration\":3");
        assertThat(jvm.out()).endsWith("result: ok");
    }

    @Test
    void jlinkRejectsEncoderBecauseItIsAnAutomaticModule() throws Exception {
        assertThat(link("logback", CLIENT, FrameworkJars.LOGBACK)).isNotZero();
        assertThat(output.toString())
                .startsWith("Error: automatic module cannot be used with jlink: logstash.logback.encoder");
        assertThat(PAGE).contains("Error: automatic module cannot be used with jlink: logstash.logback.encoder");
    }

    private Result run(String application, String modules, List<Path> jars) throws Exception {
        assertThat(link(application, modules, jars)).as(output.toString()).isZero();
        Result jvm = new ForkedJvm()
                .home(directory.resolve("image"))
                .java(List.of("--module", CLIENT + "/com.example.Main"));
        assertThat(jvm.err()).isEmpty();
        return jvm;
    }

    private static List<Path> jarsOf(String framework) {
        return framework.equals("log4j2")
                ? ForkedJvm.jars("log4j-api", "log4j-core")
                : ForkedJvm.jars("slf4j-api", "logback-core", "logback-classic");
    }

    /** Compiles the application and links the image. */
    private int link(String application, String modules, List<Path> jars) throws Exception {
        Path classes = directory.resolve("classes");
        List<Path> modulePath = new ArrayList<>(jars);
        modulePath.addAll(
                ForkedJvm.jars("telemetry-context-core", "telemetry-context-" + application.replace("linked-", "")));
        List<String> compiler = new ArrayList<>(
                List.of("--release", "17", "-d", classes.toString(), "--module-path", ForkedJvm.path(modulePath)));
        try (Stream<Path> sources = Files.walk(Path.of("src", "test", "java-modules", application))) {
            sources.filter(Files::isRegularFile).map(Path::toString).forEach(compiler::add);
        }
        assertThat(tool("javac", compiler)).as(output.toString()).isZero();
        String configurations = application.startsWith("linked-") ? "src/test/resources/text-" : "src/main/resources/";
        for (String configuration : List.of("log4j2.xml", "logback.xml")) {
            Files.copy(Path.of(configurations + configuration), classes.resolve(configuration));
        }
        modulePath.add(classes);
        return tool(
                "jlink",
                List.of(
                        "--module-path",
                        ForkedJvm.path(modulePath),
                        "--add-modules",
                        modules,
                        "--output",
                        directory.resolve("image").toString()));
    }

    private int tool(String name, List<String> arguments) {
        PrintWriter writer = new PrintWriter(output, true);
        return ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
    }
}
