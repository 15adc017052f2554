package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.instrumentation.log4j.appender.v2_17.OpenTelemetryAppender;
import java.time.Duration;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OpenTelemetry's appender for Log4j with the injector of the Log4j2 plugin. The injector wraps OpenTelemetry's own
 * injector, which propagates the caller's OpenTelemetry context to the emitting thread.
 */
@Tag("opentelemetry-1.50")
class Log4jAppenderTest {

    private final ExportedLogs exported = new ExportedLogs();

    @BeforeEach
    void install() {
        OpenTelemetryAppender.install(exported.sdk);
    }

    @AfterEach
    void uninstall() {
        OpenTelemetryAppender.install(OpenTelemetry.noop());
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "async-appender", "async-logger"})
    void recordsHaveTypedFieldsUnderBothNames(String logger) {
        assertThat(insideAndOutside(logger)).isEqualTo(Map.of("inside", AllFields.TYPED, "outside", Map.of()));
    }

    @Test
    @Tag("own-injector")
    void directAppenderHasFieldsWithoutOpenTelemetryInjector() {
        assertThat(insideAndOutside("direct")).isEqualTo(Map.of("inside", AllFields.TYPED, "outside", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"async-appender", "async-logger"})
    @Tag("own-injector")
    void asyncAppendersLoseFieldsWithoutOpenTelemetryInjector(String logger) {
        assertThat(insideAndOutside(logger)).isEqualTo(Map.of("inside", Map.of(), "outside", Map.of()));
    }

    @Test
    @Tag("own-injector")
    void asyncAppenderHasCapturedFieldsAsTextWithoutOpenTelemetryInjector() {
        assertThat(insideAndOutside("async-appender-capturing"))
                .isEqualTo(Map.of("inside", AllFields.CAPTURED_AS_TEXT, "outside", Map.of()));
    }

    /** Only OpenTelemetry's injector runs, because the Log4j2 plugin is not on the classpath. */
    @ParameterizedTest
    @ValueSource(strings = {"direct", "async-appender", "async-logger"})
    @Tag("without-log4j2-plugin")
    void recordsHaveTypedFieldsWithoutLog4j2Plugin(String logger) {
        assertThatThrownBy(() -> Class.forName("io.github.telemetrycontext.log4j2.TelemetryContextDataInjector"))
                .isInstanceOf(ClassNotFoundException.class);
        assertThat(insideAndOutside(logger)).isEqualTo(Map.of("inside", AllFields.TYPED, "outside", Map.of()));
    }

    private Map<String, Map<AttributeKey<?>, Object>> insideAndOutside(String name) {
        Logger log = LogManager.getLogger(name);
        AllFields.CONTEXT.wrap((Runnable) () -> log.info("inside")).run();
        log.info("outside");
        await().pollInterval(Duration.ofMillis(1)).until(() -> exported.size() == 2);
        return exported.attributes();
    }
}
