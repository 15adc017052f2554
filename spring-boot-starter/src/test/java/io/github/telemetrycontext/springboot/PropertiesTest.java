package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is wrong is named at start-up. */
class PropertiesTest {

    @Test
    void aLengthBelowOneIsRefusedWithTheNameOfTheProperty() {
        assertThatThrownBy(() -> RunningApplication.start(
                        MicrometerTest.Application.class, "--telemetry.context.web.max-length=0"))
                .rootCause()
                .hasMessage("telemetry.context.web.max-length must be 1 or more, not 0");
    }

    @Test
    void aSwitchThatIsNeitherTrueNorFalseIsRefusedWithItsValue() {
        assertThatThrownBy(() -> RunningApplication.start(
                        MicrometerTest.Application.class, "--telemetry.context.logging.typed=perhaps"))
                .rootCause()
                .hasMessageContaining("perhaps");
    }

    @Test
    void relaxedNamesWork() throws Exception {
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
