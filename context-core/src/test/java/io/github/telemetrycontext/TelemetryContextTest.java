package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
        void allFieldsAreAbsentByDefault() {
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
        void readsFieldsByGetterAndByEnum() {
            assertThat(FULL.sessionId()).isEqualTo("s-1").isEqualTo(FULL.get(TelemetryField.SESSION_ID));
            assertThat(FULL.requestId()).isEqualTo("r-1").isEqualTo(FULL.get(TelemetryField.REQUEST_ID));
            assertThat(FULL.modelId()).isEqualTo("granite").isEqualTo(FULL.get(TelemetryField.MODEL_ID));
            assertThat(FULL.samplingIteration()).isEqualTo(3).isEqualTo(FULL.get(TelemetryField.SAMPLING_ITERATION));
        }

        @Test
        void mapsContainSetFieldsInOrder() {
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
        void mapsAreUnmodifiable() {
            assertThatThrownBy(() -> FULL.toMap().put("session_id", "other"))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> FULL.toStringMap().remove("session_id"))
                    .isInstanceOf(UnsupportedOperationException.class);
        }

        @Test
        @SuppressWarnings("NullAway") // tests null arguments
        void mapsReturnNullForNullKey() {
            assertThat(FULL.toStringMap().get(null)).isNull();
            assertThat(TelemetryContext.empty().toStringMap().get(null)).isNull();
            assertThat(TelemetryContext.empty().toMap().get(null)).isNull();
        }

        @Test
        void createsStringMapOnce() {
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
        void subsetsOfFieldsHaveDistinctHashCodes() {
            assertThat(ScopeTest.subsets("a", 1))
                    .extracting(TelemetryContext::hashCode)
                    .doesNotHaveDuplicates();
        }

        @Test
        void toStringContainsSetFields() {
            assertThat(FULL.toBuilder().requestId(null).modelId(null).build())
                    .hasToString("TelemetryContext{session_id=s-1, sampling_iteration=3}");
        }

        @Test
        void returnsEmptyInstanceWhenNoFieldIsSet() {
            assertThat(TelemetryContext.builder().build()).isSameAs(TelemetryContext.empty());
        }

        @Test
        void emptyStringIsValue() {
            TelemetryContext context = TelemetryContext.builder().sessionId("").build();
            assertThat(context.isEmpty()).isFalse();
            assertThat(context.toMap()).containsExactly(Map.entry("session_id", ""));
        }
    }

    @Nested
    class Building {

        @Test
        void withStartsFromCurrentContextAndBuilderFromNothing() {
            FULL.toBuilder().run(() -> {
                assertThat(TelemetryContext.with().build()).isEqualTo(FULL);
                assertThat(TelemetryContext.builder().build()).isSameAs(TelemetryContext.empty());
            });
        }

        @Test
        void withMapSetsGivenFieldsAndKeepsOthers() {
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
        void reusingBuilderDoesNotChangeBuiltContext() {
            TelemetryContext.Builder builder = TelemetryContext.builder().sessionId("first");
            TelemetryContext first = builder.build();
            TelemetryContext second = builder.sessionId("second").build();

            assertThat(first.sessionId()).isEqualTo("first");
            assertThat(second.sessionId()).isEqualTo("second");
        }

        @Test
        void acceptsIntegralNumbersInIntRangeAsIteration() {
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
}
