package io.github.telemetrycontext.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs with each version of Spring AI in {@code .ci/compat}, without Reactor's automatic propagation. */
@ExtendWith(TelemetryContextExtension.class)
class EveryVersionTest extends AgentOfEveryVersion {

    @Test
    void linesOfCallAndItsToolHaveSessionRequestAndModel() {
        assertThat(asked().call().content()).isEqualTo("rain");
        assertThatLinesAreOfOneCall("model", "tool");
    }

    @Test
    void operatorsOnStreamHaveSessionRequestAndModel() {
        assertThat(streamed()).isEqualTo("rain");
        assertThat(lines.theOneSaying("piece").isOfAnotherThread()).isTrue();
        assertThatLinesAreOfOneCall("piece");
    }

    @Test
    @Tag("spring-ai-2.0")
    void toolOfStreamHasSessionRequestAndModel() {
        streamed();
        assertThatLinesAreOfOneCall("piece", "tool");
    }
}
