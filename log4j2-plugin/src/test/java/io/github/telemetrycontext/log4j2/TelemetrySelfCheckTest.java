package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.spi.SelfCheckReport;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

@ExtendWith({TelemetryContextExtension.class, CleanThreadContext.class})
class TelemetrySelfCheckTest {

    private static final String TYPED =
            "ok       appender TYPED (JsonTemplateLayout): session_id, request_id, model_id as"
                    + " text; sampling_iteration as a number";

    @TempDir
    private Path directory;

    /** With a root logger that refers to all of the appenders. */
    private SelfCheckReport check(String appenders, String... wanted) {
        String references = Pattern.compile(" (name='.+?')")
                .matcher(appenders)
                .results()
                .map(name -> "<AppenderRef " + name.group(1).replace("name", "ref") + "/>")
                .collect(Collectors.joining());
        return check(configuration(appenders, references), log4j -> {}, wanted);
    }

    private static String configuration(String appenders, String references) {
        return "<Configuration><Appenders>" + appenders + "</Appenders><Loggers><Root level='info'>" + references
                + "</Root></Loggers></Configuration>";
    }

    private SelfCheckReport check(String configuration, Consumer<Log4j> before, String... wanted) {
        try (Log4j log4j = Log4j.start(configuration)) {
            before.accept(log4j);
            return TelemetrySelfCheck.check(log4j.context(), wanted);
        }
    }

    private ForkedJvm.Result main(ForkedJvm jvm, String... appenders) throws Exception {
        return jvm.configuration("self-check.xml").run(directory, TelemetrySelfCheck.class, appenders);
    }

    private static Path classes(Path directory) throws Exception {
        return Files.createDirectory(directory.resolve("classes"));
    }

    @Test
    void theRunningConfigurationIsDescribed() throws Exception {
        ForkedJvm.Result result = main(new ForkedJvm());

        assertThat(withoutVersion(result.out()))
                .isEqualTo(withoutVersion(block("text").lines().toList()));
        assertThat(result.err()).isEmpty();
        assertThat(result.exitValue()).isEqualTo(1);
    }

    private static List<String> withoutVersion(List<String> report) {
        return report.stream()
                .map(line -> line.replaceFirst("Log4j [0-9.]+", "Log4j").replaceFirst("from \\S+/", "from /"))
                .toList();
    }

    /** The README's block of a language that tells of the self-check. */
    private static String block(String language) throws Exception {
        Matcher section = Pattern.compile("## Self-check\n.*?```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")));
        assertThat(section.find()).isTrue();
        return section.group(1);
    }

    @Test
    void theReadmesCodeIsCompiledHere() throws Exception {
        Path source =
                Path.of("src/test/java", TelemetrySelfCheckTest.class.getName().replace('.', '/') + ".java");
        assertThat(Files.readString(source)).contains(block("java").indent(12));
    }

    @Test
    void onlyTheNamedAppendersMustWriteFields() throws Exception {
        ForkedJvm.Result result = main(new ForkedJvm(), "TYPED", "TEXT");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out()).contains(TYPED).endsWith("result: ok");
        assertThat(result.out()).noneMatch(line -> line.contains("BARE"));
    }

    @Test
    void aLostServiceFileIsNamed() throws Exception {
        String file = "META-INF/services/org.apache.logging.log4j.core.util.ContextDataProvider";
        ForkedJvm.Result result = main(new ForkedJvm().withoutOurFile(file, classes(directory)));

        assertThat(result.exitValue()).isEqualTo(1);
        assertThat(result.out())
                .contains("PROBLEM  provider: Log4j does not find it, because no file " + file + " names it")
                .anyMatch(line -> line.startsWith("         remedy: restore that file; where jars are made into one"))
                .endsWith(
                        "note     appenders: not checked, since the event has no fields to write", "result: 1 problem");
    }

    @Test
    void aLostPropertySourceIsNotedSinceItCostsTimeOnly() throws Exception {
        String file = "META-INF/services/org.apache.logging.log4j.util.PropertySource";
        ForkedJvm.Result result = main(new ForkedJvm().withoutOurFile(file, classes(directory)), "TYPED");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out())
                .contains(TYPED)
                .anyMatch(line -> line.startsWith("note     injector: Log4j's own, which is slower, because no file "
                        + file + " names TelemetryContextPropertySource"));
    }

    @Test
    void aLostPluginFileIsNamed() throws Exception {
        String file = "META-INF/org/apache/logging/log4j/core/config/plugins/Log4j2Plugins.dat";
        ForkedJvm.Result result = main(new ForkedJvm().withoutOurFile(file, classes(directory)));

        assertThat(result.exitValue()).isEqualTo(1);
        assertThat(result.out())
                .anyMatch(
                        line -> line.startsWith("PROBLEM  resolver: JsonTemplateLayout does not find telemetryContext,"
                                + " because no file " + file + " names it"));
    }

    @Test
    void aMissingCoreIsNamed() throws Exception {
        ForkedJvm.Result result = new ForkedJvm().without("context-core").run(directory, Printing.class);

        assertThat(result.out())
                .contains("ok: false")
                .anyMatch(line -> line.startsWith("         remedy: put telemetry-context-core, of the same version"));
    }

    @Test
    void withoutJsonTemplateLayoutTheResolverIsNotInUse() throws Exception {
        ForkedJvm.Result result = main(new ForkedJvm().without("log4j-layout-template-json"), "TEXT");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out())
                .contains("note     resolver: not in use, because log4j-layout-template-json is not on the class path");
    }

    @Test
    void anotherInjectorThatForgetsTheProvidersIsNamed() throws Exception {
        ForkedJvm.Result result =
                main(new ForkedJvm().property("log4j2.contextDataInjector", Forgetful.class.getName()));

        assertThat(result.exitValue()).isEqualTo(1);
        assertThat(result.out())
                .contains(
                        "note     injector: " + Forgetful.class.getName() + ", set by log4j2.contextDataInjector",
                        "PROBLEM  event: it has none of the fields, but {}; the injector " + Forgetful.class.getName()
                                + " does not ask the providers",
                        "         remedy: remove the setting log4j2.contextDataInjector, or let it call Log4j's own"
                                + " injector");
    }

    @Test
    void ourInjectorSwitchedOffIsNoFault() throws Exception {
        ForkedJvm.Result result = main(new ForkedJvm().property("telemetry.context.log4j2.injector", "false"), "TYPED");

        assertThat(result.exitValue()).isZero();
        assertThat(result.out())
                .contains(
                        "ok       injector: Log4j's own, "
                                + JvmMode.injectorOfLog4j().getSimpleName(),
                        TYPED);
    }

    @Test
    void nothingIsLogged() {
        String configuration = Delivery.ASYNC_APPENDER.configuration("<PatternLayout pattern='%m %X%n'/>");
        try (Log4j log4j = Log4j.start(configuration)) {
            assertThat(TelemetrySelfCheck.check(log4j.context()).isOk()).isTrue();
            assertThat(log4j.lines()).isEmpty();
        }
    }

    @Test
    @Tag("every-mode")
    void everyContextMapAndKindOfLoggerIsChecked() {
        SelfCheckReport report = check(
                "<Console name='TYPED'><JsonTemplateLayout eventTemplateUri='classpath:TelemetryJsonLayout.json'/>"
                        + "</Console>");
        assertThat(report.lines()).contains(TYPED);
        assertThat(report.isOk()).isTrue();
    }

    @Test
    void stockLayoutsAreToldToWriteTheContextData() {
        SelfCheckReport report = check(
                "<Console name='GELF'><GelfLayout includeThreadContext='false'/></Console>"
                        + "<Console name='STRINGS'><JsonTemplateLayout eventTemplateUri='classpath:EcsLayout.json'/></Console>");
        assertThat(report.lines())
                .contains("PROBLEM  appender GELF (GelfLayout): writes none of the fields")
                .anyMatch(line -> line.contains("includeThreadContext=\"true\" in GelfLayout"))
                .anyMatch(line ->
                        line.startsWith("ok       appender STRINGS (JsonTemplateLayout): session_id, request_id,"
                                + " model_id, sampling_iteration as text; for a number, use JsonTemplateLayout with"));
    }

    @Test
    void whatHasNoLayoutIsNoted() {
        SelfCheckReport report = check("<CountingNoOp name='NOWHERE'/>");
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains(
                        "note     appender NOWHERE (CountingNoOpAppender): has no layout, this check can't see what it"
                                + " writes");
    }

    @Test
    void routesInUseAreChecked() {
        String configuration =
                "<Configuration><Appenders><Routing name='ROUTES'><Routes pattern='$${ctx:session_id:-none}'>"
                        + "<Route><Capture name='route-${ctx:session_id:-none}'><PatternLayout pattern='%m%n'/></Capture></Route>"
                        + "</Routes></Routing></Appenders>"
                        + "<Loggers><Root level='info'><AppenderRef ref='ROUTES'/></Root></Loggers></Configuration>";
        SelfCheckReport report = check(configuration, log4j -> log4j.logger().info("first"));
        assertThat(report.lines())
                .contains(
                        "ok       appender ROUTES (RoutingAppender): hands on to other appenders",
                        "PROBLEM  appender route-none (PatternLayout): writes none of the fields");
    }

    @Test
    void aNameWithoutAppenderIsAProblem() {
        assertThat(check("<Console name='A'/>", "B").lines())
                .contains("PROBLEM  appender B: there is none of this name", "         remedy: name one of [A]");
    }

    @Test
    void anAppenderThatIsNotStartedIsAProblem() {
        String configuration =
                configuration("<Console name='A'><PatternLayout pattern='%X%n'/></Console>", "<AppenderRef ref='A'/>");
        SelfCheckReport report = check(
                configuration,
                log4j -> log4j.context().getConfiguration().getAppender("A").stop());
        assertThat(report.isOk()).isFalse();
        assertThat(report.lines())
                .contains(
                        "PROBLEM  appender A (PatternLayout): is not started and writes nothing",
                        "         remedy: see Log4j's status messages, which say what it lacks");
    }

    @Test
    void anAppenderThatNoLoggerRefersToProvesNothing() {
        String good = "<Console name='GOOD'><PatternLayout pattern='%X%n'/></Console>";
        String bare = "<Console name='BARE'><PatternLayout pattern='%m%n'/></Console>";

        SelfCheckReport unused = check(configuration(good + bare, "<AppenderRef ref='BARE'/>"), log4j -> {});
        assertThat(unused.lines())
                .contains(
                        "note     appender GOOD (PatternLayout): no logger refers to it, so it writes nothing",
                        "PROBLEM  appender BARE (PatternLayout): writes none of the fields",
                        "result: 1 problem");
        assertThat(check(configuration(good + bare, "<AppenderRef ref='BARE'/>"), log4j -> {}, "GOOD")
                        .lines())
                .contains("PROBLEM  appender GOOD: no logger refers to it, so it writes nothing", "result: 1 problem");
        assertThat(check(configuration(good, ""), log4j -> {}).lines())
                .contains("PROBLEM  appenders: no logger refers to one, so nothing is written", "result: 1 problem");
    }

    @Test
    void whatStandsBehindAnotherAppenderIsInUse() {
        String good = "<Console name='GOOD'><PatternLayout pattern='%X%n'/></Console>";
        String errors = "<Console name='ERRORS'><PatternLayout pattern='%X%n'/></Console>";
        String queue = "<Async name='QUEUE' errorRef='ERRORS'><AppenderRef ref='GOOD'/></Async>";
        String rewrite = "<Rewrite name='REWRITE'><AppenderRef ref='GOOD'/>"
                + "<PropertiesRewritePolicy><Property name='user'>u</Property></PropertiesRewritePolicy></Rewrite>";
        for (String outer : List.of(queue, rewrite)) {
            String name = outer.equals(queue) ? "QUEUE" : "REWRITE";
            SelfCheckReport report =
                    check(configuration(good + errors + outer, "<AppenderRef ref='" + name + "'/>"), log4j -> {});
            assertThat(report.isOk()).isTrue();
            assertThat(report.lines())
                    .contains("ok       appender GOOD (PatternLayout): session_id, request_id, model_id,"
                            + " sampling_iteration as text");
        }
    }

    @Test
    void aLayoutThatCountsItsEventsIsLeftAlone() {
        String appenders = "<Capture name='out'><JsonLayout complete='true' properties='true'/></Capture>"
                + "<Console name='PLAIN'><JsonLayout properties='true'/></Console>";
        String references = "<AppenderRef ref='out'/><AppenderRef ref='PLAIN'/>";
        try (Log4j log4j = Log4j.start(configuration(appenders, references))) {
            assertThat(TelemetrySelfCheck.check(log4j.context()).lines())
                    .contains("note     appender out (JsonLayout): not tried, because with complete=\"true\" it counts"
                            + " the events that it writes")
                    .anyMatch(line -> line.startsWith("ok       appender PLAIN (JsonLayout): session_id,"));
            log4j.logger().info("first");
            assertThat(log4j.lines().get(0)).isEqualTo("{");
        }
    }

    @Test
    void entriesOfTheApplicationAreTold() {
        ThreadContext.put("session_id", "mine");
        SelfCheckReport report = check("<Console name='A'><PatternLayout pattern='%X%n'/></Console>");
        assertThat(report.isOk()).isTrue();
        assertThat(report.lines())
                .contains(
                        "note     event: has a session_id of its own from ThreadContext or the configuration, which wins;"
                                + " run the check on another thread to see ours");
    }

    @Test
    void theReportIsPrinted() {
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

        static void withTheReadmesCode() {
            if (!TelemetrySelfCheck.check("JSON").isOk()) {
                TelemetrySelfCheck.print(System.err);
            }
        }
    }

    /** Made by Log4j. */
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
