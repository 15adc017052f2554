package io.github.telemetrycontext.log4j2;

import static io.github.telemetrycontext.log4j2.Jvms.configured;
import static io.github.telemetrycontext.log4j2.Jvms.withoutFileOfPlugin;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.spi.SelfCheckReport;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import io.github.telemetrycontext.testsupport.Markdown;
import io.opentelemetry.instrumentation.log4j.appender.v2_17.OpenTelemetryAppenderContextDataInjector;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.ContextDataInjector;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class TelemetrySelfCheckTest {

    private static final String TYPED =
            "ok       appender TYPED (JsonTemplateLayout): session_id, request_id, model_id as"
                    + " text; sampling_iteration as a number";

    private static final String DELEGATE = "otel.instrumentation.log4j-appender.context-data-injector.delegate";

    @TempDir
    private Path directory;

    private Result main(ForkedJvm jvm, String... appenders) {
        return jvm.property("log4j2.configurationFile", "classpath:self-check.xml")
                .run(TelemetrySelfCheck.class, appenders);
    }

    @Test
    void describesRunningConfiguration() {
        Result result = main(new ForkedJvm());

        assertThat(withoutVersion(result.out()))
                .isEqualTo(withoutVersion(
                        new Markdown(Path.of("../docs/log4j2.md")).lines("text").toList()));
        assertThat(result.err()).isEmpty();
        assertThat(result.exitValue()).isEqualTo(1);
    }

    private static List<String> withoutVersion(List<String> report) {
        return report.stream()
                .map(line -> line.replaceFirst("Log4j [0-9.]+", "Log4j").replaceFirst("from \\S+/", "from /"))
                .toList();
    }

    @Test
    void checksOnlyNamedAppenders() {
        Result result = main(new ForkedJvm(), "TYPED", "TEXT");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out()).contains(TYPED).endsWith("result: ok");
        assertThat(result.out()).noneMatch(line -> line.contains("BARE"));
    }

    @Test
    void namesMissingServiceFile() {
        String file = "META-INF/services/org.apache.logging.log4j.core.util.ContextDataProvider";
        Result result = main(withoutFileOfPlugin(file, directory));

        assertThat(result.exitValue()).isEqualTo(1);
        assertThat(result.out())
                .contains("PROBLEM  provider: Log4j does not find it, because no file " + file + " names it")
                .anyMatch(line -> line.startsWith("         action: restore that file; in an uber-jar, merge it"))
                .endsWith("note     appenders: not checked, because the event has no fields", "result: 1 problem");
    }

    @Test
    void notesMissingPropertySource() {
        String file = "META-INF/services/org.apache.logging.log4j.util.PropertySource";
        Result result = main(withoutFileOfPlugin(file, directory), "TYPED");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out())
                .contains(TYPED)
                .anyMatch(line -> line.startsWith("note     injector: Log4j's own, which is slower, because no file "
                        + file + " names TelemetryContextPropertySource"));
    }

    @Test
    void notesPropertySourceFileWithOnlyBrokenEntry() throws Exception {
        String file = "META-INF/services/org.apache.logging.log4j.util.PropertySource";
        ForkedJvm jvm = withoutFileOfPlugin(file, directory);
        Files.writeString(directory.resolve(file), "com.example.Gone");
        Result result = main(jvm, "TYPED");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out())
                .contains(TYPED)
                .anyMatch(line -> line.startsWith("note     injector: Log4j's own, which is slower"));
    }

    @Test
    void namesMissingPluginFile() {
        String file = "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat";
        Result result = main(withoutFileOfPlugin(file, directory));

        assertThat(result.exitValue()).isEqualTo(1);
        assertThat(result.out())
                .anyMatch(
                        line -> line.startsWith("PROBLEM  resolver: JsonTemplateLayout does not find telemetryContext,"
                                + " because no file " + file + " names it"));
    }

    @Test
    void namesMissingCore() {
        Result result = new ForkedJvm().without("context-core").run(Printing.class);

        assertThat(result.out())
                .contains("ok: false")
                .anyMatch(line -> line.startsWith("         action: put telemetry-context-core of the same version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"log4j-api", "log4j-core", "context-core"})
    void namesEachMissingJar(String jar) {
        Result result = main(new ForkedJvm().without(jar));

        assertThat(result.out()).hasSize(2);
        assertThat(result.out().get(0)).matches("PROBLEM  (telemetry-)?" + jar + " is missing from the classpath");
        assertThat(result.out().get(1))
                .matches("         action: put (telemetry-)?" + jar + "\\b.* on the classpath.*");
        assertThat(result.err()).isEmpty();
        assertThat(result.exitValue()).isEqualTo(1);
    }

    @Test
    void namesAllMissingJars() {
        Result result =
                main(new ForkedJvm().without("log4j-api").without("log4j-core").without("context-core"));

        assertThat(result.out())
                .filteredOn(line -> line.startsWith("PROBLEM  "))
                .hasSize(3);
        assertThat(result.err()).isEmpty();
        assertThat(result.exitValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ContextView", "/CurrentContext", "/SelfCheckReport", "/spi/"})
    void namesCoreOfOtherVersion(String left) throws Exception {
        Path old = OldCore.make(directory.resolve("telemetry-context-core-0.0.9.jar"), file -> !file.contains(left));
        Result result = main(new ForkedJvm().without("context-core").first(old));

        assertThat(result.out())
                .filteredOn(line -> line.startsWith("PROBLEM  "))
                .singleElement()
                .asString()
                .contains(left.equals("/SelfCheckReport") ? "SelfCheckReport" : "telemetry-context-core-0.0.9.jar");
        assertThat(result.out())
                .anyMatch(line -> line.startsWith("         action: put telemetry-context-core of the same version"));
        assertThat(result.err()).asString().doesNotContain("\tat ");
        assertThat(result.exitValue()).isEqualTo(1);
    }

    @Test
    void namesDelegateForOpenTelemetryInjectorThatHidesFields() {
        String injector = OpenTelemetryAppenderContextDataInjector.class.getName();
        Result result = main(new ForkedJvm().property("log4j2.contextDataInjector", injector), "TYPED");

        assertThat(result.exitValue()).isEqualTo(1);
        assertThat(result.out())
                .contains(
                        TYPED,
                        "PROBLEM  injector: " + injector + " hides the fields from ThreadContextMapFilter,"
                                + " DynamicThresholdFilter and others that read a single value",
                        "         action: set " + DELEGATE + "=" + TelemetryContextDataInjector.class.getName());
    }

    @Test
    void acceptsOpenTelemetryInjectorAroundOurs() {
        Result result = main(
                new ForkedJvm()
                        .property(
                                "log4j2.contextDataInjector", OpenTelemetryAppenderContextDataInjector.class.getName())
                        .property(DELEGATE, TelemetryContextDataInjector.class.getName()),
                "TYPED");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out()).contains(TYPED);
    }

    /** Tests that filters behave as the self-check reports. The filter accepts the lines of one session. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void filterSeesFieldsBehindOpenTelemetryInjectorOnlyWithDelegate(boolean delegate) {
        ForkedJvm jvm = configured("forked-filter.xml")
                .property("log4j2.contextDataInjector", OpenTelemetryAppenderContextDataInjector.class.getName());
        if (delegate) {
            jvm = jvm.property(DELEGATE, TelemetryContextDataInjector.class.getName());
        }

        assertThat(jvm.run(ForkedApplication.class).succeeded().out())
                .isEqualTo(delegate ? List.of("inside s-1") : List.of());
    }

    @Test
    void notesUnusedResolverWithoutJsonTemplateLayout() {
        Result result = main(new ForkedJvm().without("log4j-layout-template-json"), "TEXT");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out())
                .contains("note     resolver: not in use, because log4j-layout-template-json is not on the classpath");
    }

    @Test
    void namesInjectorThatIgnoresProviders() {
        Result result = main(new ForkedJvm().property("log4j2.contextDataInjector", Forgetful.class.getName()));

        assertThat(result.exitValue()).isEqualTo(1);
        assertThat(result.out())
                .contains(
                        "note     injector: " + Forgetful.class.getName() + ", set by log4j2.contextDataInjector",
                        "PROBLEM  event: has none of the fields, only {}; the injector " + Forgetful.class.getName()
                                + " does not call the context data providers",
                        "         action: remove the setting log4j2.contextDataInjector, or let the injector call Log4j's own"
                                + " injector");
    }

    @Test
    void acceptsDisabledInjector() {
        Result result = main(new ForkedJvm().property("telemetry.context.log4j2.injector", "false"), "TYPED");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out())
                .contains(
                        "ok       injector: Log4j's own, "
                                + JvmMode.injectorOfLog4j().getSimpleName(),
                        TYPED);
    }

    @Test
    void logsNothing() {
        String configuration = Delivery.ASYNC_APPENDER.configuration("<PatternLayout pattern='%m %X%n'/>");
        try (Log4j log4j = Log4j.start(configuration)) {
            assertThat(TelemetrySelfCheck.check(log4j.context()).isOk()).isTrue();
            assertThat(log4j.lines()).isEmpty();
        }
    }

    @Test
    @Tag("every-mode")
    void checksEveryContextMapAndKindOfLogger() {
        String layout = "<JsonTemplateLayout eventTemplateUri='classpath:TelemetryJsonLayout.json'/>";
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, layout)) {
            SelfCheckReport report = TelemetrySelfCheck.check(log4j.context());
            assertThat(report.lines()).contains(TYPED.replace("TYPED", "out"));
            assertThat(report.isOk()).isTrue();
        }
    }

    @Test
    void notesEntriesOfApplication() {
        ThreadContext.put("session_id", "mine");
        try (Log4j log4j = Log4j.start(Delivery.DIRECT, "<PatternLayout pattern='%X%n'/>")) {
            SelfCheckReport report = TelemetrySelfCheck.check(log4j.context());
            assertThat(report.isOk()).isTrue();
            assertThat(report.lines())
                    .contains("note     event: session_id comes from ThreadContext or the configuration, which takes"
                            + " precedence over the context; run the check on another thread");
        }
    }

    @Test
    void printsReport() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean ok = TelemetrySelfCheck.print(new PrintStream(out, true, StandardCharsets.UTF_8), "nobody");
        assertThat(ok).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .startsWith(TelemetrySelfCheck.check().lines().get(0));
    }

    /** An application that calls the check itself. */
    static final class Printing {

        private Printing() {}

        public static void main(String[] arguments) {
            System.out.println("ok: " + TelemetrySelfCheck.print(System.out));
        }

        static void codeOfPage() {
            if (!TelemetrySelfCheck.check("JSON").isOk()) {
                TelemetrySelfCheck.print(System.err);
            }
        }
    }

    /** Created by Log4j. */
    public static final class Forgetful implements ContextDataInjector {

        private final StringMap nothing = ContextDataFactory.createContextData();

        @Override
        public StringMap injectContextData(List<Property> properties, StringMap reusable) {
            return nothing;
        }

        @Override
        @Deprecated
        public ReadOnlyStringMap rawContextData() {
            return nothing;
        }
    }
}
