package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaggageFieldsTest {

    private static final TelemetryContext ALL = TelemetryContext.builder()
            .sessionId("s,1=a;b%20")
            .requestId("r-1")
            .modelId("granite")
            .samplingIteration(-3)
            .build();

    @Test
    void roundTripKeepsAllFields() {
        assertThat(BaggageFields.in(BaggageFields.into(Baggage.empty(), ALL))).isEqualTo(ALL);
    }

    @Test
    void replacesOwnEntriesAndKeepsForeignOnes() {
        Baggage before = Baggage.builder()
                .put("session_id", "stale")
                .put("request_id", "stale")
                .put("tenant", "t-1")
                .build();

        Baggage sent = BaggageFields.into(
                before, TelemetryContext.builder().sessionId("s-1").build());

        assertThat(sent.asMap().keySet()).containsExactlyInAnyOrder("session_id", "tenant");
        assertThat(sent.getEntryValue("session_id")).isEqualTo("s-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a\nb",
                "a\u0000",
                "\u007f",
                "\u0085",
                "a b",
                "a\u2028b",
                "a\u2029b",
                "a\u202eb",
                "a\u2066b",
                "a\"b",
                "a'b",
                "a`b",
                "a\\b",
                "s-\u00fc"
            })
    void rejectsInvalidIdAndKeepsOtherFields(String value) {
        Baggage received = Baggage.builder()
                .put("session_id", value)
                .put("model_id", "granite")
                .build();

        assertThat(BaggageFields.in(received))
                .isEqualTo(TelemetryContext.builder().modelId("granite").build());
    }

    @Test
    void omitsValuesOfMoreThan256CharactersInBothDirections() {
        TelemetryContext longest = TelemetryContext.builder()
                .sessionId("x".repeat(256))
                .requestId("x".repeat(257))
                .build();
        TelemetryContext kept =
                TelemetryContext.builder().sessionId("x".repeat(256)).build();

        assertThat(BaggageFields.in(Baggage.builder()
                        .put("session_id", "x".repeat(256))
                        .put("request_id", "x".repeat(257))
                        .build()))
                .isEqualTo(kept);
        assertThat(BaggageFields.into(Baggage.empty(), longest).asMap()).containsOnlyKeys("session_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"third", "3.0", "2147483648", "0x3", " 3", "+7", "007", "-0", "\u0663", "\uff17"})
    void rejectsIterationThatIsNotAnInteger(String value) {
        assertThat(BaggageFields.in(
                        Baggage.builder().put("sampling_iteration", value).build()))
                .isEqualTo(TelemetryContext.empty());
    }

    @ParameterizedTest
    @CsvSource({"session_id, a\u2028b", "model_id, a\u202eb", "request_id, a\"b", "sampling_iteration, +7"})
    void doesNotForwardRejectedValues(String key, String value) {
        assertThat(forwarded(key, value)).containsExactly(Map.entry("baggage", "tenant=t-1"));
    }

    @Test
    void doesNotForwardValuesThatAreTooLong() {
        assertThat(forwarded("session_id", "x".repeat(257))).containsExactly(Map.entry("baggage", "tenant=t-1"));
    }

    /**
     * Receives a message with the given entry and a foreign one. Returns the headers of the next message that this
     * process sends.
     */
    private static Map<String, String> forwarded(String key, String value) {
        TextMapPropagator propagator = new BaggagePropagator(W3CBaggagePropagator.getInstance());
        Baggage baggage = Baggage.builder().put(key, value).put("tenant", "t-1").build();
        Map<String, String> in = new HashMap<>();
        W3CBaggagePropagator.getInstance().inject(Context.root().with(baggage), in, BaggageFieldsTest::put);
        assertThat(in.get("baggage")).contains(key);

        Map<String, String> out = new HashMap<>();
        propagator.inject(propagator.extract(Context.root(), in, new Headers()), out, BaggageFieldsTest::put);
        return out;
    }

    /** The application's own value is sent unchanged. A receiver with this plugin ignores the field. */
    @Test
    void sendsOwnValueWithOtherCharactersButReceiverRejectsIt() {
        Baggage sent = BaggageFields.into(
                Baggage.empty(),
                TelemetryContext.builder().sessionId("s-\u00fc").build());

        assertThat(sent.getEntryValue("session_id")).isEqualTo("s-\u00fc");
        assertThat(BaggageFields.in(sent)).isEqualTo(TelemetryContext.empty());
    }

    private static void put(@Nullable Map<String, String> message, String key, String value) {
        Objects.requireNonNull(message, "message").put(key, value);
    }

    private static final class Headers implements TextMapGetter<Map<String, String>> {

        @Override
        public Iterable<String> keys(Map<String, String> message) {
            return message.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> message, String key) {
            return message == null ? null : message.get(key);
        }
    }
}
