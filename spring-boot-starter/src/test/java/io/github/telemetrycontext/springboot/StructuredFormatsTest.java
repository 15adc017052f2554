package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.context.annotation.Configuration;

/** Spring Boot's structured formats, with the framework and the version on the classpath. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // MDC entry variables are never read
class StructuredFormatsTest {

    private static final Logger log = LoggerFactory.getLogger("app");

    @ParameterizedTest
    @CsvSource({"ecs,", "gelf,_", "logstash,"})
    void writesIterationAsNumberAndSessionOfDigitsAsText(String format, String prefix) {
        String line = lineInside(format);

        String start = prefix == null ? "\"" : "\"" + prefix;
        assertThat(line)
                .contains(start + "session_id\":\"42\"")
                .contains(start + "request_id\":\"r-1\"")
                .contains(start + "model_id\":\"granite\"")
                .contains(start + "sampling_iteration\":3")
                .startsWith("{")
                .endsWith("}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "gelf", "logstash"})
    void writesIterationAsTextWhenSwitchedOff(String format) {
        assertThat(lineInside(format, "--telemetry.context.logging.typed=false"))
                .contains("sampling_iteration\":\"3\"");
        assertThat(lineInside(format, "--telemetry.context.enabled=false")).contains("sampling_iteration\":\"3\"");
    }

    @ParameterizedTest
    @CsvSource({
        "ecs,'\"ai\":\\{[^}]*\"sampling_iteration\":3[,}]'",
        "gelf,'\"_ai_sampling_iteration\":3[,}]'",
        "logstash,'\"ai_sampling_iteration\":3[,}]'"
    })
    void writesIterationAsNumberAfterPrefix(String format, String iteration) {
        String prefix = "--logging.structured.json.context.prefix=" + (format.equals("gelf") ? "ai_" : "ai");

        assertThat(lineInside(format, prefix)).containsPattern(iteration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "gelf", "logstash"})
    void writesRenamedIterationAsNumber(String format) {
        String path = format.equals("gelf") ? "_sampling_iteration" : "sampling_iteration";

        assertThat(lineInside(format, "--logging.structured.json.rename." + path + "=_attempt"))
                .contains("\"_attempt\":3")
                .doesNotContain("sampling_iteration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecs", "gelf", "logstash"})
    void customizerOfApplicationStillApplies(String format) {
        assertThat(lineInside(format, "--logging.structured.json.customizer=" + OwnCustomizer.class.getName()))
                .contains("\"own\":\"value\"")
                .contains("sampling_iteration\":3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "+3", "3.0", "", "99999999999", "three"})
    void keepsTextThatIsNotAPlainInteger(String own) {
        try (RunningApplication application =
                        RunningApplication.start(Application.class, "--logging.structured.format.console=logstash");
                MDC.MDCCloseable entry = MDC.putCloseable("sampling_iteration", own)) {
            log.info("inside");

            assertThat(application.line("inside")).contains("\"sampling_iteration\":\"" + own + "\"");
        }
    }

    @Test
    void keepsOtherEntriesWithSameSuffixAsText() {
        try (RunningApplication application =
                        RunningApplication.start(Application.class, "--logging.structured.format.console=ecs");
                MDC.MDCCloseable nested = MDC.putCloseable("app.sampling_iteration", "3");
                MDC.MDCCloseable joined = MDC.putCloseable("my_sampling_iteration", "3")) {
            log.info("inside");

            assertThat(application.line("inside"))
                    .contains("\"app\":{\"sampling_iteration\":\"3\"}")
                    .contains("\"my_sampling_iteration\":\"3\"");
        }
    }

    /** With a quadratic cost, this would take hours. The deadline detects that. */
    @Test
    void costOfLongKeyIsLinear() {
        String joints = "_".repeat(2_000_000);
        try (RunningApplication application =
                RunningApplication.start(Application.class, "--logging.structured.format.console=logstash")) {
            assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
                try (MDC.MDCCloseable entry = MDC.putCloseable("a" + joints + "b_sampling_iteration", "3")) {
                    log.info("inside");
                }
            });

            assertThat(application.line("inside").contains("\"a" + joints + "b_sampling_iteration\":\"3\""))
                    .isTrue();
        }
    }

    private static String lineInside(String format, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--logging.structured.format.console=" + format);
        try (RunningApplication application = RunningApplication.start(Application.class, all.toArray(String[]::new))) {
            TelemetryContext.with()
                    .sessionId("42")
                    .requestId("r-1")
                    .modelId("granite")
                    .samplingIteration(3)
                    .run(() -> log.info("inside"));
            return application.line("inside");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Application {}

    /** A customizer of an application. */
    static final class OwnCustomizer implements StructuredLoggingJsonMembersCustomizer<Object> {

        @Override
        public void customize(Members<Object> members) {
            members.add("own", "value");
        }
    }
}
