package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;

class TelemetryFieldTest {

    @Test
    void keysAreInOutputOrder() {
        assertThat(TelemetryField.values())
                .extracting(TelemetryField::key)
                .containsExactly("session_id", "request_id", "model_id", "sampling_iteration");
    }

    @Test
    void onlyIterationIsInteger() {
        assertThat(TelemetryField.values())
                .extracting(TelemetryField::type)
                .containsExactly(String.class, String.class, String.class, Integer.class);
    }

    @Test
    @SuppressWarnings("NullAway") // tests null arguments
    void findsFieldByExactKey() {
        for (TelemetryField field : TelemetryField.values()) {
            assertThat(TelemetryField.ofKey(field.key())).contains(field);
        }
        assertThat(TelemetryField.ofKey("Session_Id")).isEmpty();
        assertThat(TelemetryField.ofKey("")).isEmpty();
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryField.ofKey(null))
                .withMessage("key");
    }
}
