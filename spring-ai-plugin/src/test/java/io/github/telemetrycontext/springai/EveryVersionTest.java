package io.github.telemetrycontext.springai;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.prompt.Prompt;

/** Runs with each version of Spring AI in {@code .ci/compat}, without Reactor's automatic propagation. */
@ExtendWith(TelemetryContextExtension.class)
class EveryVersionTest extends AgentOfEveryVersion {

    @Test
    void linesOfCallAndItsToolHaveSessionRequestAndModel() {
        assertThat(asked().call().content()).isEqualTo("rain");
        assertThatLinesShareOneCall("model", "tool");
    }

    @Test
    void operatorsOnStreamHaveSessionRequestAndModel() {
        assertThat(streamed()).isEqualTo("rain");
        assertThat(lines.theOneSaying("piece").isOfAnotherThread()).isTrue();
        assertThatLinesShareOneCall("piece");
    }

    @Test
    @Tag("spring-ai-2.0")
    void toolOfStreamHasSessionRequestAndModel() {
        streamed();
        assertThatLinesShareOneCall("piece", "tool");
    }

    @Test
    void linesOfDecoratedModelHaveRequestAndModel() {
        TelemetryChatModel model = TelemetryChatModel.of(MODEL);
        model.call(prompt("Do I need an umbrella?"));
        model.stream(prompt("Do I need an umbrella?"))
                .doOnNext(piece -> LOG.info("piece"))
                .blockLast();

        assertThat(lines.saying("model")).hasSize(2);
        assertThat(lines.saying("model").get(0).fields())
                .isEqualTo(lines.saying("tool").get(0).fields())
                .containsOnlyKeys("request_id", "model_id")
                .containsEntry("model_id", "granite");
        assertThat(lines.theOneSaying("piece").isOfAnotherThread()).isTrue();
        assertThat(lines.theOneSaying("piece").fields())
                .containsOnlyKeys("request_id", "model_id")
                .containsEntry("model_id", "granite")
                .doesNotContainValue(lines.saying("model").get(0).requestId());
    }

    @Test
    void usesModelOfOptionsIfPromptHasNoModel() {
        assertThatIllegalStateException()
                .isThrownBy(() -> TelemetryChatModel.of(MODEL).call(new Prompt("fail")));

        assertThat(lines.theOneSaying("model").fields()).containsEntry("model_id", "own");
    }
}
