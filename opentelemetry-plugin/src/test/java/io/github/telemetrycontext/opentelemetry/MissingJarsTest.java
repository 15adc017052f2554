package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testsupport.IncompleteClassLoader;
import io.github.telemetrycontext.testsupport.LibraryLog;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeConfiguration;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Without a required class, the fields are missing and one warning is logged. The SDK and the application keep
 * working.
 */
class MissingJarsTest {

    @AutoClose
    private final LibraryLog libraryLog = new LibraryLog();

    @Test
    void logsNothingIfAllJarsArePresent() throws Exception {
        assertThat(runWithout("nothing", SdkProgram.class)).isEqualTo("baggage=session_id=s-1");
        assertThat(runWithout("nothing", ScopeProgram.class)).isEqualTo("s-1");
        assertThat(libraryLog.records()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "io.github.telemetrycontext.(spi.)?[A-Z].*, telemetry-context-core is missing. Add telemetry-context-core",
        "io.github.telemetrycontext.[A-Z].*, telemetry-context-core is missing. Add telemetry-context-core",
        "io.github.telemetrycontext.spi.*, 'spi/ContextView). Use one version of all telemetry-context jars'",
        "io.github.telemetrycontext.spi.ContextView, 'spi/ContextView). Use one version of all telemetry-context jars'",
        "io.github.telemetrycontext.spi.InboundText, 'spi/InboundText). Use one version of all telemetry-context jars'"
    })
    void sdksStartAndWarnOnceWithoutCoreOrPartOfIt(String missing, String reason) throws Exception {
        assertThat(runWithout(missing, SdkProgram.class)).isEqualTo("baggage=session_id=s-1");
        assertThat(libraryLog.records())
                .singleElement()
                .extracting(LogRecord::getMessage)
                .asString()
                .startsWith("telemetry-context-opentelemetry is disabled: ")
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "io.opentelemetry..*, 'opentelemetry-context is missing. Add opentelemetry-api, which depends on it'",
        "io.opentelemetry.context..*, 'opentelemetry-context is missing. Add opentelemetry-api, which depends on it'",
        "io.github.telemetrycontext.spi.DetachedContext, 'spi/DetachedContext). Use one version of all telemetry-context jars'"
    })
    void scopesWorkAndWarnOnceWithoutJarsOfCarrier(String missing, String reason) throws Exception {
        assertThat(runWithout(missing, ScopeProgram.class)).isEqualTo("s-1");
        assertThat(libraryLog.records())
                .singleElement()
                .satisfies(warning -> assertThat(warning.getThrown().getCause())
                        .hasMessageStartingWith("telemetry-context-opentelemetry is disabled: ")
                        .hasMessageContaining(reason));
    }

    /**
     * The unstable interfaces for configuration files are on the classpath only if the application reads such a file.
     */
    @Test
    @Tag("opentelemetry-1.65")
    void logsNothingWithoutJarsForConfigurationFiles() throws Exception {
        String jars = "io.opentelemetry.(api.incubator|sdk.autoconfigure.declarativeconfig).*";
        assertThat(runWithout(jars, SdkProgram.class)).isEqualTo("baggage=session_id=s-1");
        assertThat(runWithout(jars, ScopeProgram.class)).isEqualTo("s-1");
        assertThat(libraryLog.records()).isEmpty();
    }

    @Test
    @Tag("opentelemetry-1.65")
    void warnsOnceAboutConfigurationFilesThatDoNotNameProcessors() throws Exception {
        assertThat(runWithout("nothing", NamingFileProgram.class)).isEqualTo("started");
        assertThat(libraryLog.records()).isEmpty();
        assertThat(runWithout("nothing", FileProgram.class)).isEqualTo("started");
        assertThat(libraryLog.records())
                .singleElement()
                .extracting(LogRecord::getMessage)
                .isEqualTo(
                        "The configuration file of OpenTelemetry does not name telemetry_context. Spans and log records"
                                + " have no session_id, request_id, model_id and sampling_iteration. Add '- telemetry_context:'"
                                + " to the processors of tracer_provider and of logger_provider, before the other processors");
    }

    @ParameterizedTest
    @ValueSource(classes = {FileProgram.class, NamingFileProgram.class})
    @Tag("opentelemetry-1.65")
    void sdksWithConfigurationFileStartAndWarnOnceWithoutCore(Class<? extends Callable<?>> program) throws Exception {
        assertThat(runWithout("io.github.telemetrycontext.(spi.)?[A-Z].*", program))
                .isEqualTo("started");
        assertThat(libraryLog.records())
                .singleElement()
                .extracting(LogRecord::getMessage)
                .asString()
                .startsWith("telemetry-context-opentelemetry is disabled: telemetry-context-core is missing.");
    }

    private static Object runWithout(String missing, Class<? extends Callable<?>> program) throws Exception {
        try (IncompleteClassLoader loader = new IncompleteClassLoader(name -> name.matches(missing))) {
            return loader.call(program);
        }
    }

    /** An application with autoconfigured SDKs. It does not use the core. */
    public static final class SdkProgram implements Callable<String> {

        @Override
        public String call() {
            start().close();
            Map<String, String> sent = new HashMap<>();
            try (OpenTelemetrySdk sdk = start()) {
                sdk.getTracer("test").spanBuilder("span").startSpan().end();
                sdk.getLogsBridge().get("test").logRecordBuilder().emit();
                Context own = Context.root()
                        .with(Baggage.builder().put("session_id", "s-1").build());
                sdk.getPropagators().getTextMapPropagator().inject(own, sent, (message, key, value) -> {
                    if (message != null) {
                        message.put(key, value);
                    }
                });
            }
            return "baggage=" + sent.get("baggage");
        }

        private static OpenTelemetrySdk start() {
            return AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> Map.of(
                            "otel.traces.exporter", "none",
                            "otel.logs.exporter", "none",
                            "otel.metrics.exporter", "none",
                            "otel.telemetry-context.baggage.enabled", "true"))
                    .build()
                    .getOpenTelemetrySdk();
        }
    }

    /** An application that opens scopes. */
    public static final class ScopeProgram implements Callable<String> {

        @Override
        public String call() {
            return TelemetryContext.with()
                    .sessionId("s-1")
                    .call(() -> String.valueOf(TelemetryContext.current().sessionId()));
        }
    }

    /** An application with two SDKs. Their configuration file names only an exporter. */
    public static final class FileProgram implements Callable<String> {

        @Override
        public String call() {
            return started("""
                    file_format: "1.1"
                    tracer_provider:
                      processors: [{batch: {exporter: {otlp_http: }}}]
                    """);
        }

        static String started(String yaml) {
            for (int i = 0; i < 2; i++) {
                DeclarativeConfiguration.parseAndCreate(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                        .getSdk()
                        .close();
            }
            return "started";
        }
    }

    /** The same application. Its configuration file names a processor of this plugin. */
    public static final class NamingFileProgram implements Callable<String> {

        @Override
        public String call() {
            return FileProgram.started("""
                    file_format: "1.1"
                    tracer_provider:
                      processors: [{telemetry_context: {attributes: own}}, {batch: {exporter: {otlp_http: }}}]
                    """);
        }
    }
}
