package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryContextTest implements LeavesNoContext {

    private static final TelemetryContext FULL = TelemetryContext.builder()
            .sessionId("s-1")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(3)
            .build();

    @Nested
    class Value {

        @Test
        void everyFieldIsAbsentByDefault() {
            TelemetryContext current = TelemetryContext.current();

            assertThat(current.sessionId()).isNull();
            assertThat(current.requestId()).isNull();
            assertThat(current.modelId()).isNull();
            assertThat(current.samplingIteration()).isNull();
            assertThat(current.isEmpty()).isTrue();
            assertThat(current.toMap()).isEmpty();
            assertThat(current.toStringMap()).isEmpty();
            assertThat(current).isSameAs(TelemetryContext.empty());
        }

        @Test
        void aFieldIsReadByItsNameAndByItsEnum() {
            assertThat(FULL.sessionId()).isEqualTo("s-1").isEqualTo(FULL.get(TelemetryField.SESSION_ID));
            assertThat(FULL.requestId()).isEqualTo("r-1").isEqualTo(FULL.get(TelemetryField.REQUEST_ID));
            assertThat(FULL.modelId()).isEqualTo("granite").isEqualTo(FULL.get(TelemetryField.MODEL_ID));
            assertThat(FULL.samplingIteration()).isEqualTo(3).isEqualTo(FULL.get(TelemetryField.SAMPLING_ITERATION));
        }

        @Test
        void mapsHoldTheFieldsThatAreSetInTheirOrder() {
            assertThat(FULL.toMap())
                    .containsExactly(
                            Map.entry("session_id", "s-1"),
                            Map.entry("request_id", "r-1"),
                            Map.entry("model_id", "granite"),
                            Map.entry("sampling_iteration", 3));
            assertThat(TelemetryContext.builder().putAll(FULL.toMap()).build().toStringMap())
                    .containsExactly(
                            Map.entry("session_id", "s-1"),
                            Map.entry("request_id", "r-1"),
                            Map.entry("model_id", "granite"),
                            Map.entry("sampling_iteration", "3"));

            TelemetryContext partial = TelemetryContext.builder()
                    .samplingIteration(0)
                    .modelId("granite")
                    .build();
            assertThat(partial.toMap())
                    .containsExactly(Map.entry("model_id", "granite"), Map.entry("sampling_iteration", 0));
        }

        @Test
        void mapsCannotBeChanged() {
            assertThatThrownBy(() -> FULL.toMap().put("session_id", "other"))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> FULL.toStringMap().remove("session_id"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        @SuppressWarnings("NullAway") // the null is what is tested
        void mapsCanBeAskedForNull() {
            assertThat(FULL.toStringMap().get(null)).isNull();
            assertThat(TelemetryContext.empty().toStringMap().get(null)).isNull();
            assertThat(TelemetryContext.empty().toMap().get(null)).isNull();
        }

        @Test
        void theStringMapIsMadeOnce() {
            assertThat(FULL.toStringMap()).isSameAs(FULL.toStringMap());
        }

        @Test
        void contextsWithEqualFieldsAreEqual() {
            TelemetryContext same =
                    TelemetryContext.builder().putAll(FULL.toMap()).build();
            assertThat(same).isEqualTo(FULL).hasSameHashCodeAs(FULL);
            for (TelemetryField field : TelemetryField.values()) {
                assertThat(FULL.toBuilder().put(field, null).build())
                        .isNotEqualTo(FULL)
                        .isNotEqualTo(null)
                        .isNotEqualTo("text");
            }
        }

        @Test
        void contextsSpreadInHashTables() {
            assertThat(ScopeTest.subsets("a", 1))
                    .extracting(TelemetryContext::hashCode)
                    .doesNotHaveDuplicates();
        }

        @Test
        void theTextNamesWhatIsSet() {
            assertThat(FULL.toBuilder().requestId(null).modelId(null).build())
                    .hasToString("TelemetryContext{session_id=s-1, sampling_iteration=3}");
        }

        @Test
        void aContextWithoutFieldsIsTheEmptyOne() {
            assertThat(TelemetryContext.builder().build()).isSameAs(TelemetryContext.empty());
        }

        @Test
        void anEmptyStringIsAValue() {
            TelemetryContext context = TelemetryContext.builder().sessionId("").build();
            assertThat(context.isEmpty()).isFalse();
            assertThat(context.toMap()).containsExactly(Map.entry("session_id", ""));
        }
    }

    @Nested
    class Building {

        @Test
        void withStartsFromTheCurrentContextAndBuilderFromNothing() {
            FULL.toBuilder().run(() -> {
                assertThat(TelemetryContext.with().build()).isEqualTo(FULL);
                assertThat(TelemetryContext.builder().build()).isSameAs(TelemetryContext.empty());
            });
        }

        @Test
        void withAMapSetsTheNamedFieldsAndKeepsTheOthers() {
            Map<String, Object> fields = new HashMap<>();
            fields.put("model_id", "llama");
            fields.put("request_id", null);

            FULL.toBuilder()
                    .run(() -> assertThat(TelemetryContext.with(fields).build().toMap())
                            .containsExactly(
                                    Map.entry("session_id", "s-1"),
                                    Map.entry("model_id", "llama"),
                                    Map.entry("sampling_iteration", 3)));
        }

        @Test
        void aBuilderCanBeUsedAgainWithoutChangingWhatItBuilt() {
            TelemetryContext.Builder builder = TelemetryContext.builder().sessionId("first");
            TelemetryContext first = builder.build();
            TelemetryContext second = builder.sessionId("second").build();

            assertThat(first.sessionId()).isEqualTo("first");
            assertThat(second.sessionId()).isEqualTo("second");
        }

        @Test
        void anyIntegralNumberThatFitsIsAnIteration() {
            for (Number seven : new Number[] {
                (byte) 7, (short) 7, 7, 7L, BigInteger.valueOf(7), new AtomicInteger(7), new AtomicLong(7)
            }) {
                assertThat(TelemetryContext.builder()
                                .put("sampling_iteration", seven)
                                .build()
                                .samplingIteration())
                        .as(seven.getClass().getName())
                        .isEqualTo(7);
            }
            for (int limit : new int[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE}) {
                assertThat(TelemetryContext.builder()
                                .put(TelemetryField.SAMPLING_ITERATION, BigInteger.valueOf(limit))
                                .put(TelemetryField.SAMPLING_ITERATION, (long) limit)
                                .build()
                                .samplingIteration())
                        .isEqualTo(limit);
            }
        }
    }

    @Nested
    class BadInput {

        private final TelemetryContext.Builder builder = FULL.toBuilder();

        private void nothingChanged() {
            assertThat(builder.build()).isEqualTo(FULL);
        }

        @Test
        void unknownKeysAreNamedTogetherWithTheValidOnes() {
            Map<String, Object> fields =
                    new TreeMap<>(Map.of("session_id", "other", "user_id", "u-1", "tenant", "t-1"));

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.putAll(fields))
                    .withMessage("Unknown telemetry field [tenant, user_id], the fields are"
                            + " [session_id, request_id, model_id, sampling_iteration]");
            nothingChanged();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.put("user_id", "u-1"))
                    .withMessageContaining("[user_id]")
                    .withMessageContaining("[session_id, request_id, model_id, sampling_iteration]");
            nothingChanged();
        }

        @Test
        @SuppressWarnings("NullAway") // the null is what is tested
        void aNullKeyIsAnUnknownKey() {
            Map<String, Object> fields = new HashMap<>();
            fields.put(null, "value");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> TelemetryContext.with(fields))
                    .withMessageContaining("[null]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.put((String) null, "value"))
                    .withMessageContaining("[null]");
            nothingChanged();
        }

        @Test
        void aValueOfTheWrongTypeIsNamedWithTheTypeWanted() {
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
            nothingChanged();
        }

        @ParameterizedTest
        @ValueSource(strings = {"2147483648", "-2147483649", "9223372036854775808", "18446744073709551619"})
        void aNumberThatDoesNotFitIsNamedWithTheRange(String number) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.put("sampling_iteration", new BigInteger(number)))
                    .withMessage("sampling_iteration takes an integer from -2147483648 to 2147483647, but was given "
                            + number);
            nothingChanged();
        }

        @Test
        void aLongThatDoesNotFitIsNamedWithTheRange() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.put("sampling_iteration", 1L << 32))
                    .withMessageContaining("but was given 4294967296");
            nothingChanged();
        }

        @Test
        void aMapWithOneBadValueSetsNothing() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            builder.putAll(new TreeMap<>(Map.of("model_id", "llama", "sampling_iteration", "three"))));
            nothingChanged();
        }

        @Test
        void aFailedWithLeavesTheCurrentContext() {
            FULL.toBuilder().run(() -> {
                assertThatIllegalArgumentException().isThrownBy(() -> TelemetryContext.with(Map.of("nope", 1)));
                assertThat(TelemetryContext.current()).isEqualTo(FULL);
            });
        }

        @Test
        @SuppressWarnings("NullAway") // the null is what is tested
        void nullArgumentsFailAtOnceWithTheirName() {
            assertThatNullPointerException()
                    .isThrownBy(() -> TelemetryContext.with(null))
                    .withMessage("fields");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.put((TelemetryField) null, "value"))
                    .withMessage("field");
            assertThatNullPointerException().isThrownBy(() -> FULL.get(null)).withMessage("field");
            assertThatNullPointerException().isThrownBy(() -> builder.run(null)).withMessage("block");
            assertThatNullPointerException()
                    .isThrownBy(() -> builder.call(null))
                    .withMessage("block");
        }
    }

    @Nested
    class RequestIds {

        @Test
        void aRequestIdIsAVersion4UuidOf32LowercaseHexadecimalCharacters() {
            assertThat(TelemetryContext.generateRequestId()).matches("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}");
        }

        @Test
        void requestIdsAreUnique() {
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < 10_000; i++) {
                ids.add(TelemetryContext.generateRequestId());
            }
            assertThat(ids).hasSize(10_000);
        }

        @Test
        void theDigitsAreThoseOfTheUuid() {
            UUID id = UUID.fromString("01234567-89ab-4def-8123-456789abcdef");
            assertThat(RequestId.of(id)).isEqualTo("0123456789ab4def8123456789abcdef");
        }
    }
}
