package io.github.telemetrycontext.threads;

import static io.github.telemetrycontext.threads.RunningApplication.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The control of {@link HttpClientsTest}. */
@ExtendWith(TelemetryContextExtension.class)
class WithoutReactorTest {

    @Test
    void operatorsHaveNoContextWithoutAutomaticPropagation() {
        try (RunningApplication application =
                new RunningApplication(HttpClientsTest.Shop.class, "--telemetry.context.reactor.enabled=false")) {
            assertThat(application.ids("/block", "has prices")).isEqualTo(LOST);
            assertThat(application.ids("/mono", "has prices")).isEqualTo(LOST);
            assertThat(application.ids("/subscribe-capture", "has prices")).isEqualTo(LOST);
            assertThat(application.ids("/future-capture", "has prices")).isEqualTo(LOST);
        }
    }
}
