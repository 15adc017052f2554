package io.github.telemetrycontext.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {

    private static final Map<String, Object> TWO = Map.of("session_id", "s-42", "sampling_iteration", 3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\":\"asking the model for alice\",\"session_id\":\"s-42\",\"sampling_iteration\":3}",
                "{\"message\":\"asking the model for alice\",\"mdc\":{\"session_id\":\"s-42\",\"sampling_iteration\":3}}",
                "{\"message\":\"asking the model for alice\",\"baggage.session_id\":\"s-42\",\"sampling_iteration\":3}\n"
            })
    void findsTheFieldsWhereverTheLayoutPutsThem(String line) {
        assertThatCode(() -> Line.check(line, TWO)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"message\":\"asking the model for alice\",\"session_id\":\"s-42\"}",
                "{\"message\":\"asking the model for alice\",\"session_id\":\"s-42\",\"sampling_iteration\":\"3\"}",
                "{\"message\":\"asking the model for alice\",\"session_id\":\"s-42\",\"sampling_iteration\":3,\"tenant\":\"a\"}",
                "{\"message\":\"something else\",\"session_id\":\"s-42\",\"sampling_iteration\":3}",
                "{\"message\":\"asking the model for alice\",\"session_id\":\"s-42\",\"sampling_iteration\":3}\n{}"
            })
    void refusesALineWithAnythingElse(String line) {
        assertThatThrownBy(() -> Line.check(line, TWO)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void readsPatternsToo() {
        Map<String, Object> texts = Map.of("session_id", "s-42", "sampling_iteration", "3");

        assertThatCode(() ->
                        Line.check("INFO asking the model for alice {sampling_iteration=3, session_id=s-42}\n", texts))
                .doesNotThrowAnyException();
        assertThatCode(() ->
                        Line.check("INFO asking the model for alice session_id=s-42, sampling_iteration=3\n", texts))
                .doesNotThrowAnyException();
    }
}
