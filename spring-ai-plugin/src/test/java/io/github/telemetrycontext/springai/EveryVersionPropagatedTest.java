package io.github.telemetrycontext.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Hooks;

/** Runs with each version of Spring AI in {@code .ci/compat}, with the Micrometer plugin and Reactor's automatic propagation. */
@ExtendWith(TelemetryContextExtension.class)
class EveryVersionPropagatedTest extends AgentOfEveryVersion {

    @BeforeEach
    void propagate() {
        Hooks.enableAutomaticContextPropagation();
    }

    @Test
    void modelAndToolOfStreamHaveSessionRequestAndModel() {
        assertThat(streamed()).isEqualTo("rain");
        assertThat(lines.theOneSaying("tool").isOfAnotherThread()).isTrue();
        assertThatLinesShareOneCall("model", "tool");
    }
}
