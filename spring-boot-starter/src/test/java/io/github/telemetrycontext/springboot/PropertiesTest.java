package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.telemetrycontext.springboot.RunningApplication.FailedStart;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** Messages about invalid properties at startup. */
class PropertiesTest {

    @Test
    void rejectsLengthBelowOneAndNamesProperty() {
        assertThatThrownBy(() -> RunningApplication.start(
                        MicrometerTest.Application.class, "--telemetry.context.web.max-length=0"))
                .rootCause()
                .hasMessage("telemetry.context.web.max-length must be 1 or more, not 0");
    }

    static Stream<Arguments> badValuesAndFormats() {
        return Stream.of("logging.level.root=info", "logging.structured.format.console=logstash")
                .flatMap(format -> Stream.of(
                                "enabled=maybe",
                                "enabled=${nowhere}",
                                "logging.typed=2",
                                "logging.typed=${nowhere}",
                                "micrometer.enabled=perhaps",
                                "opentelemetry.enabled=maybe",
                                "langchain4j.session-from-memory-id=sometimes",
                                "spring-ai.enabled=maybe",
                                "tasks.enabled=maybe",
                                "web.enabled=maybe",
                                "web.id-pattern=[",
                                "web.max-length=many",
                                "web.max-length=0")
                        .map(property -> Arguments.of(property, format)));
    }

    /** Spring Boot's failure report names the property, even if logging reads the value before. */
    @ParameterizedTest
    @MethodSource("badValuesAndFormats")
    void failureReportNamesPropertyAndInvalidValue(String property, String format) {
        FailedStart failure = catchThrowableOfType(
                FailedStart.class,
                () -> RunningApplication.start(
                        MicrometerTest.Application.class, "--telemetry.context." + property, "--" + format));

        String[] nameAndValue = property.split("=", -1);
        assertThat(failure.getMessage())
                .contains("APPLICATION FAILED TO START", "telemetry.context." + nameAndValue[0])
                .contains(nameAndValue[1].replaceAll(".*\\$\\{(.*)}", "$1").replaceAll("[^ -~]", ""))
                .doesNotContain("Logging system failed", "\tat ", "\\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "request-id-header=, request-id-header= is",
        "request-id-header=two words, request-id-header=two words is",
        "request-id-header=X-Request-Id:, request-id-header=X-Request-Id: is",
        "session-id-header=, session-id-header= is",
        "session-id-header=X-Session-Id\u200b, session-id-header=X-Session-Id\\u200b is",
        "session-id-header=x-request-id, session-id-header=x-request-id is"
    })
    void ignoresInvalidHeaderNameWithOneWarning(String property, String warning) throws Exception {
        try (RunningApplication application = RunningApplication.servlet(
                ServletApplication.class,
                RunningApplication.IDS,
                "--telemetry.context.web.enabled=true",
                "--telemetry.context.web." + property)) {
            application.get("/plain", "X-Request-Id", "r-1");

            assertThat(application.lines("is ignored"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN telemetry.context.web." + warning
                            + " ignored. Valid values: the name of an HTTP header");
            assertThat(application.lines("handled")).containsExactly("INFO handled [ r-1  ]");
        }
    }

    @Test
    void ignoresInvalidValuesIfStarterIsOff() {
        try (RunningApplication application = RunningApplication.start(
                MicrometerTest.Application.class,
                "--telemetry.context.enabled=false",
                "--telemetry.context.web.max-length=0")) {
            assertThat(application.context().isActive()).isTrue();
        }
    }

    @Test
    void emptyValueUnsetsPatternOfIds() throws Exception {
        try (RunningApplication application = RunningApplication.servlet(
                ServletApplication.class,
                RunningApplication.IDS,
                "--logging.level.io.github.telemetrycontext=debug",
                "--telemetry.context.web.enabled=true",
                "--telemetry.context.web.id-pattern=")) {
            application.get("/plain", "X-Request-Id", "r-1");

            assertThat(application.lines("handled")).containsExactly("INFO handled [ r-1  ]");
            assertThat(application.line("Telemetry context:")).contains("no session_id");
        }
    }

    @Test
    void patternRestrictsIdsOfHeaders() throws Exception {
        try (RunningApplication application = RunningApplication.servlet(
                ServletApplication.class,
                RunningApplication.IDS,
                "--telemetry.context.web.enabled=true",
                "--telemetry.context.web.session-id-header=X-Session-Id",
                "--telemetry.context.web.id-pattern=[A-Za-z0-9-]+")) {
            application.get("/plain", "X-Request-Id", "r-1", "X-Session-Id", "s-1");
            application.get("/plain", "X-Request-Id", "r-2", "X-Session-Id", "../s-2");
            application.get("/plain", "X-Request-Id", "${ctx:x}", "X-Session-Id", "s-3");
            application.get("/plain", "X-Request-Id", "r-4", "X-Session-Id", "s-4\"");

            List<String> handled = application.lines("handled");
            assertThat(handled).hasSize(4).contains("INFO handled [s-1 r-1  ]", "INFO handled [ r-2  ]");
            assertThat(handled.get(2)).matches("INFO handled \\[s-3 [0-9a-f]{32}  ]");
            assertThat(handled.get(3))
                    .as("refused by the rule that the pattern adds to")
                    .isEqualTo("INFO handled [ r-4  ]");
        }
    }

    @Test
    void makesAutomaticPropagationDefault() {
        assertThat(propagation(MicrometerTest.Application.class)).isEqualTo("auto");
        assertThat(propagation(MicrometerTest.Application.class, "--telemetry.context.reactor.enabled=false"))
                .isNull();
        assertThat(propagation(MicrometerTest.Application.class, "--spring.reactor.context-propagation=limited"))
                .isEqualTo("limited");
        assertThat(propagation(WithPropertySource.class)).isEqualTo("limited");
    }

    private static @Nullable String propagation(Class<?> configuration, String... arguments) {
        try (RunningApplication application = RunningApplication.start(configuration, arguments)) {
            return application.context().getEnvironment().getProperty("spring.reactor.context-propagation");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(MicrometerTest.Application.class)
    @PropertySource("classpath:limited.properties")
    static class WithPropertySource {}

    @Test
    void acceptsRelaxedPropertyNames() throws Exception {
        try (RunningApplication application = RunningApplication.servlet(
                ServletApplication.class,
                RunningApplication.IDS,
                "--telemetry.context.web.enabled=true",
                "--telemetry.context.web.requestIdHeader=X-Correlation-Id",
                "--telemetry.context.web.maxLength=3")) {
            application.get("/plain", "X-Correlation-Id", "abc");
            application.get("/plain", "X-Correlation-Id", "abcd");

            assertThat(application.lines("handled").get(0)).isEqualTo("INFO handled [ abc  ]");
            assertThat(application.lines("handled").get(1)).matches("INFO handled \\[ [0-9a-f]{32}  ]");
        }
    }
}
