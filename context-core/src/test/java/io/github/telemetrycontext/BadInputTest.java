package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an invalid field is rejected with a message that names the problem, and that nothing changes. */
class BadInputTest implements LeavesNoContext {

    private static final TelemetryContext FULL = TelemetryContext.builder()
            .sessionId("s-1")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(3)
            .build();

    private final TelemetryContext.Builder builder = FULL.toBuilder();

    private void assertUnchanged() {
        assertThat(builder.build()).isEqualTo(FULL);
    }

    @Test
    void namesUnknownKeysAndValidKeys() {
        Map<String, Object> fields = new TreeMap<>(Map.of("session_id", "other", "user_id", "u-1", "tenant", "t-1"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.putAll(fields))
                .withMessage("Unknown telemetry fields: [tenant, user_id]. Valid fields:"
                        + " [session_id, request_id, model_id, sampling_iteration]");
        assertUnchanged();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put("user_id", "u-1"))
                .withMessageContaining("[user_id]")
                .withMessageContaining("[session_id, request_id, model_id, sampling_iteration]");
        assertUnchanged();
    }

    @Test
    @SuppressWarnings("NullAway") // tests null arguments
    void treatsNullKeyAsUnknown() {
        Map<String, Object> fields = new HashMap<>();
        fields.put(null, "value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TelemetryContext.with(fields))
                .withMessageContaining("[null]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put((String) null, "value"))
                .withMessageContaining("[null]");
        assertUnchanged();
    }

    @Test
    void namesExpectedAndActualTypeOfValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put("session_id", 42))
                .withMessage("session_id takes a String, but was given a java.lang.Integer");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put("model_id", CharBuffer.wrap("granite")))
                .withMessageStartingWith("model_id takes a String, but was given a java.nio.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put(TelemetryField.SAMPLING_ITERATION, "3"))
                .withMessage("sampling_iteration takes an integer, but was given a java.lang.String");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put("sampling_iteration", 3.0))
                .withMessage("sampling_iteration takes an integer, but was given a java.lang.Double");
        assertUnchanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "-2147483649", "9223372036854775808", "18446744073709551619"})
    void namesRangeWhenNumberDoesNotFit(String number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put("sampling_iteration", new BigInteger(number)))
                .withMessage(
                        "sampling_iteration takes an integer from -2147483648 to 2147483647, but was given " + number);
        assertUnchanged();
    }

    @Test
    void namesSizeOfNumberThatIsTooLongToPrint() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put("sampling_iteration", BigInteger.ONE.shiftLeft(4_000_000)))
                .withMessage(
                        "sampling_iteration takes an integer from -2147483648 to 2147483647, but was given an integer"
                                + " of 4000001 bits");
        assertUnchanged();
    }

    @Test
    void shortensAndEscapesUnknownKeys() {
        String hostile = "user\n2026-01-01 ERROR \u001b[31m\u202e\u2028\ud83d";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put(hostile, "u-1"))
                .withMessageContaining("[user\\u000a2026-01-01 ERROR \\u001b[31m\\u202e\\u2028\\ud83d]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.putAll(Map.of("x".repeat(1 << 20), "u-1")))
                .withMessageContaining("x".repeat(64) + "… (1048576 characters)")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
        assertUnchanged();
    }

    @Test
    void namesFirstTenOfManyUnknownKeys() {
        Map<String, Object> fields = new TreeMap<>();
        for (int i = 100; i < 1000; i++) {
            fields.put("key" + i, i);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.putAll(fields))
                .withMessageContaining("[key100, key101, ")
                .withMessageContaining("key109, 890 more]");
        assertUnchanged();
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // tests a raw map
    void namesClassOfKeyThatIsNotAString() {
        Map keys = Map.of(BigInteger.ONE, "value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.putAll(keys))
                .withMessageContaining("[a java.math.BigInteger]");
        assertUnchanged();
    }

    @Test
    void namesLongThatDoesNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.put("sampling_iteration", 1L << 32))
                .withMessageContaining("but was given 4294967296");
        assertUnchanged();
    }

    @Test
    void setsNothingWhenMapHasInvalidValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        builder.putAll(new TreeMap<>(Map.of("model_id", "llama", "sampling_iteration", "three"))));
        assertUnchanged();
    }

    @Test
    void keepsCurrentContextWhenWithFails() {
        FULL.toBuilder().run(() -> {
            assertThatIllegalArgumentException().isThrownBy(() -> TelemetryContext.with(Map.of("nope", 1)));
            assertThat(TelemetryContext.current()).isEqualTo(FULL);
        });
    }

    @Test
    @SuppressWarnings("NullAway") // tests null arguments
    void namesNullArguments() {
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryContext.with(null))
                .withMessage("fields");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.put((TelemetryField) null, "value"))
                .withMessage("field");
        assertThatNullPointerException().isThrownBy(() -> FULL.get(null)).withMessage("field");
        assertThatNullPointerException().isThrownBy(() -> builder.run(null)).withMessage("block");
        assertThatNullPointerException().isThrownBy(() -> builder.call(null)).withMessage("block");
    }
}
