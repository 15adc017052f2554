package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** The log line at startup. */
@ExtendWith(TelemetryContextExtension.class)
class WiringReportTest {

    private static final String DEBUG = "--logging.level.io.github.telemetrycontext=debug";
    private static final String FRAMEWORK =
            LoggerFactory.getILoggerFactory().getClass().getName();

    private static String reported(Class<?> configuration, String... arguments) {
        try (RunningApplication application = RunningApplication.servlet(configuration, arguments)) {
            return application.line("Telemetry context:").replaceFirst(".*Telemetry context: ", "");
        }
    }

    @Test
    void namesWiredParts() {
        assertThat(reported(
                        SessionIdResolverTest.WithResolver.class,
                        DEBUG,
                        "--telemetry.context.web.enabled=true",
                        "--telemetry.context.web.request-id-header=X-Correlation-Id"))
                .isEqualTo("fields in log events of " + FRAMEWORK
                        + "; sampling_iteration in structured formats as a number"
                        + "; servlet filter, request_id from X-Correlation-Id, session_id from the bean resolver"
                        + "; Micrometer propagates the context; OpenTelemetry has processors"
                        + "; Spring's executors propagate the context");
    }

    @Test
    void namesPartsThatAreSwitchedOff() {
        assertThat(reported(
                        ServletApplication.class,
                        DEBUG,
                        "--telemetry.context.logging.typed=false",
                        "--telemetry.context.micrometer.enabled=false",
                        "--telemetry.context.opentelemetry.enabled=false",
                        "--telemetry.context.tasks.enabled=false"))
                .isEqualTo("fields in log events of " + FRAMEWORK
                        + "; sampling_iteration in structured formats as text; no web filter"
                        + "; Micrometer does not propagate the context; OpenTelemetry has no processors"
                        + "; Spring's executors do not propagate the context");
    }

    @Test
    void logsNoLineAboveDebugOrIfStarterIsOff() {
        assertThat(reported(ServletApplication.class)).isEmpty();
        assertThat(reported(ServletApplication.class, DEBUG, "--telemetry.context.enabled=false"))
                .isEmpty();
    }
}
