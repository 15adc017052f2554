package io.github.telemetrycontext.log4j2;

import static io.github.telemetrycontext.log4j2.Jvms.configured;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryField;
import io.github.telemetrycontext.testsupport.ForkedJvm;
import io.github.telemetrycontext.testsupport.ForkedJvm.Result;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a missing or mismatched core causes one message and loses only the fields. */
@Tag("classpath")
class UnsupportedCoreTest {

    private static final String MISSING =
            "ERROR telemetry-context-log4j2 is disabled: telemetry-context-core is missing"
                    + " from the classpath. Add telemetry-context-core of the same version.";

    private static final String ALIGN =
            "Use one version of all telemetry-context jars, for example with telemetry-context-bom.";

    private static final String NO_MATCH =
            "ERROR telemetry-context-log4j2 is disabled: telemetry-context-core-0.0.9.jar does not match ";

    private static final String SPI = "io/github/telemetrycontext/spi/";

    @TempDir
    private Path directory;

    private Path jar() {
        return directory.resolve("telemetry-context-core-0.0.9.jar");
    }

    @ParameterizedTest
    @CsvSource({
        "telemetry.context.log4j2.injector, true",
        "telemetry.context.log4j2.injector, false",
        "log4j2.contextDataInjector, io.github.telemetrycontext.log4j2.TelemetryContextDataInjector",
    })
    void namesMissingCoreOnceAndKeepsLogging(String property, String value) {
        for (String map : List.of("default", "garbage-free")) {
            Result result = configured("forked-lookups.xml")
                    .without("context-core")
                    .property(property, value)
                    .property("log4j2.garbagefree.threadContextMap", String.valueOf(map.equals("garbage-free")))
                    .run(WithoutScope.class);

            assertThat(result.err()).containsExactly(MISSING);
            assertThat(result.out())
                    .containsExactly("outside {} none", "theirs {session_id=theirs, user=u-1} theirs", "after {} none");
            assertThat(result.exitValue()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"forked-template.xml", "forked-twins.xml"})
    void resolverWritesEntriesOfApplicationWithoutCore(String configuration) {
        Result result = configured(configuration).without("context-core").run(WithoutScope.class);

        assertThat(result.err()).containsExactly(MISSING);
        assertThat(result.out()).hasSize(3);
        assertThat(result.out().stream().map(Json::map))
                .extracting(line -> line.get("message"))
                .containsExactly("outside", "theirs", "after");
        assertThat(result.out().get(1)).contains("\"session_id\":\"theirs\"", "\"mdc\":{\"user\":\"u-1\"}");
        assertThat(result.out().get(0)).doesNotContain("session_id", "mdc");
    }

    @Test
    void stockTemplateWritesEntriesOfApplicationWithoutCore() {
        Result result = configured("forked-stock.xml").without("context-core").run(WithoutScope.class);

        assertThat(result.err()).containsExactly(MISSING);
        assertThat(result.out())
                .containsExactly(
                        "{\"message\":\"outside\"}",
                        "{\"message\":\"theirs\",\"mdc\":{\"session_id\":\"theirs\",\"user\":\"u-1\"}}",
                        "{\"message\":\"after\"}");
    }

    @Test
    void keepsLoggingWithoutCoreAndJsonTemplateLayout() {
        Result result = configured("forked-pattern.xml")
                .without("context-core")
                .without("log4j-layout-template-json")
                .run(WithoutScope.class);

        assertThat(result.err()).containsExactly(MISSING);
        assertThat(result.out()).containsExactly("outside {}", "theirs {session_id=theirs, user=u-1}", "after {}");
    }

    /** Only Log4j's API is present, which prints errors to stderr. */
    @Test
    void isSilentWithoutLog4jCore() {
        Result result = new ForkedJvm()
                .without("log4j-core")
                .without("log4j-layout-template-json")
                .run(WithoutScope.class);

        assertThat(result.exitValue()).isZero();
        assertThat(result.err()).asString().doesNotContain("telemetry-context");
    }

    @Test
    void treatsCoreWithoutMainPackageAsMissing() throws Exception {
        Result result = configured("forked-pattern.xml")
                .without("context-core")
                .first(OldCore.make(jar(), file -> file.startsWith(SPI)))
                .run(WithoutScope.class);

        assertThat(result.err()).containsExactly(MISSING);
        assertThat(result.out()).containsExactly("outside {}", "theirs {session_id=theirs, user=u-1}", "after {}");
    }

    @Test
    void namesCoreWithoutSpiPackage() throws Exception {
        Result result = configured("forked-pattern.xml")
                .without("context-core")
                .first(OldCore.make(jar(), file -> !file.startsWith(SPI)))
                .run(WithoutScope.class);

        assertThat(result.err()).singleElement().asString().startsWith(NO_MATCH).endsWith(ALIGN);
        assertThat(result.out()).containsExactly("outside {}", "theirs {session_id=theirs, user=u-1}", "after {}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ContextView", "InboundText", "CurrentContext", "Carrier", "Settings", "Services"})
    void namesCoreWithoutRequiredClass(String left) throws Exception {
        Path old = OldCore.make(jar(), file -> !file.endsWith("/" + left + ".class"));
        Result result = run(new ForkedJvm().without("context-core").first(old));

        assertThat(result.err()).singleElement().asString().startsWith(NO_MATCH).endsWith(ALIGN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"views", "view", "toStringMap", "isEmpty", "sessionId", "samplingIteration"})
    void namesCoreWithoutRequiredMember(String member) throws Exception {
        Path old = OldCore.make(jar(), file -> true, member);
        Result result = run(new ForkedJvm().without("context-core").first(old));

        assertThat(result.err()).singleElement().asString().startsWith(NO_MATCH).endsWith(ALIGN);
    }

    @Test
    void namesBothCoresWhenOlderIsFirst() throws Exception {
        Path newer = OldCore.make(directory.resolve("newer.jar"), file -> true);
        Path old = OldCore.make(jar(), file -> !file.contains("/ContextView"), "views");
        Result result = run(new ForkedJvm().without("context-core").first(newer).first(old));

        assertThat(result.err())
                .singleElement()
                .asString()
                .startsWith("ERROR telemetry-context-log4j2 is disabled:"
                        + " telemetry-context-core-0.0.9.jar and newer.jar do not match ")
                .endsWith(ALIGN);
    }

    private Result run(ForkedJvm jvm) {
        Result result = jvm.property("log4j2.configurationFile", "classpath:forked-lookups.xml")
                .run(WithScope.class);
        assertThat(result.out()).containsExactly("outside {} none", "inside {} none", "after {} none");
        assertThat(result.exitValue()).isZero();
        return result;
    }

    @Test
    void supportsCoreOfThisBuild() {
        Result result = configured("forked-lookups.xml").run(WithScope.class);

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("inside {session_id=s-1} s-1");
    }

    /** The core warns at the first use of the current context. Log4j fails if code logs while Log4j starts. */
    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void coreCanWarnThroughLog4j(String injector) {
        Result result = configured("forked-pattern.xml")
                .property("telemetry.context.log4j2.injector", injector)
                .property("telemetry.context.strict", "ture")
                .property("java.util.logging.manager", ThroughLog4j.class.getName())
                .run(WithScope.class);

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("telemetry.context.strict {}", "outside {}", "inside {session_id=s-1}");
    }

    /** Redirects {@code java.util.logging} to Log4j, as log4j-jul does. */
    public static final class ThroughLog4j extends java.util.logging.LogManager {

        @Override
        public java.util.logging.Logger getLogger(String name) {
            Logger log = LogManager.getLogger(name);
            return new java.util.logging.Logger(name, null) {

                @Override
                public void log(java.util.logging.LogRecord entry) {
                    log.warn(entry.getMessage().replaceFirst("=.*", ""));
                }
            };
        }
    }

    @Test
    void keysEqualKeysOfCore() {
        assertThat(EventFields.KEYS)
                .containsExactly(Arrays.stream(TelemetryField.values())
                        .map(TelemetryField::key)
                        .toArray(String[]::new));
    }

    /** An application that does not use the core. */
    static final class WithoutScope {

        private WithoutScope() {}

        public static void main(String[] arguments) {
            Logger log = LogManager.getLogger("app");
            log.info("outside");
            ThreadContext.put("session_id", "theirs");
            ThreadContext.put("user", "u-1");
            log.info("theirs");
            ThreadContext.clearAll();
            log.info("after");
        }
    }

    /** An application that uses the core. */
    static final class WithScope {

        private WithScope() {}

        public static void main(String[] arguments) {
            Logger log = LogManager.getLogger("app");
            log.info("outside");
            try {
                TelemetryContext.with().sessionId("s-1").run(() -> log.info("inside"));
            } catch (LinkageError e) {
                log.info("inside");
            }
            log.info("after");
        }
    }
}
