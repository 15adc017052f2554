package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields from an inbound message, and fields that the application sets before it reads the message. */
@ExtendWith(TelemetryContextExtension.class)
class InboundBaggageTest {

    private static final String MALLORY = "session_id=mallory,request_id=r-9,tenant=t-1";
    private static final TelemetryContext ALICE =
            TelemetryContext.builder().sessionId("alice").build();
    private static final TelemetryContext ALICE_AND_REQUEST =
            ALICE.toBuilder().requestId("r-9").build();

    private final TextMapPropagator propagator = new BaggagePropagator(W3CBaggagePropagator.getInstance());
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void assertNoContextLeft() {
        pool.shutdownNow();
        assertThat(Context.current()).isSameAs(Context.root());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("try") // scope variables are never read
    void messageFillsOnlyFieldsThatScopeDoesNotHave(boolean fromCurrentContext) throws Exception {
        try (var scope = ALICE.makeCurrent();
                var server = extract(fromCurrentContext ? Context.current() : Context.root(), MALLORY)
                        .makeCurrent()) {
            assertThat(TelemetryContext.current()).isEqualTo(ALICE);
            assertThat(pool.submit(Context.current().wrap(current())).get()).isEqualTo(ALICE_AND_REQUEST);
            assertThat(pool.submit(current()).get()).isEqualTo(TelemetryContext.empty());
            assertThat(sentFrom(Context.current()))
                    .isEqualTo(Map.of("session_id", "alice", "request_id", "r-9", "tenant", "t-1"));
        }
    }

    @Test
    void keepsFieldsOfCurrentScopeIfGivenContextIsOfOuterScope() throws Exception {
        TelemetryContext outer = TelemetryContext.builder().requestId("r-1").build();
        Context extracted = outer.toBuilder().call(() -> {
            Context parent = Context.current();
            return TelemetryContext.with().sessionId("alice").call(() -> extract(parent, MALLORY));
        });

        assertThat(pool.submit(extracted.wrap(current())).get())
                .isEqualTo(outer.toBuilder().sessionId("alice").build());
    }

    @Test
    void messageSetsAllFieldsOutsideOfScopes() throws Exception {
        Context extracted = extract(Context.root(), MALLORY);

        assertThat(pool.submit(extracted.wrap(current())).get())
                .isEqualTo(TelemetryContext.builder()
                        .sessionId("mallory")
                        .requestId("r-9")
                        .build());
    }

    @Test
    void keepsFieldsThatGivenContextCarries() throws Exception {
        Context carried = ALICE.wrapSupplier(Context::current).get();

        assertThat(pool.submit(extract(carried, MALLORY).wrap(current())).get()).isEqualTo(ALICE_AND_REQUEST);
        // Another scope does not matter here, because the caller has chosen the context.
        Context inside = TelemetryContext.builder().sessionId("bob").call(() -> extract(carried, MALLORY));
        assertThat(pool.submit(inside.wrap(current())).get()).isEqualTo(ALICE_AND_REQUEST);
    }

    @Test
    @SuppressWarnings("try") // the scope variable is never read
    void messageReplacesFieldsOfEarlierMessageButNotOfScope() throws Exception {
        TelemetryContext bob = TelemetryContext.builder().sessionId("bob").build();
        Context first = extract(Context.root(), MALLORY);
        Context firstInScope =
                ALICE.wrapSupplier(() -> extract(Context.current(), MALLORY)).get();

        assertThat(pool.submit(extract(first, "session_id=bob").wrap(current())).get())
                .isEqualTo(bob);
        assertThat(pool.submit(extract(firstInScope, "session_id=bob").wrap(current()))
                        .get())
                .isEqualTo(ALICE);
        try (var server = first.makeCurrent()) {
            assertThat(pool.submit(extract(Context.root(), "session_id=bob").wrap(current()))
                            .get())
                    .isEqualTo(bob);
        }
    }

    @Test
    void laterMessageKeepsFieldsOfScopeOpenedSince() throws Exception {
        Context extracted = extract(Context.root(), MALLORY);

        Context inLaterScope = pool.submit(extracted.wrap((Callable<Context>) () -> TelemetryContext.with()
                        .modelId("granite")
                        .call(() -> extract(Context.current(), "session_id=bob"))))
                .get();

        assertThat(pool.submit(inLaterScope.wrap(current())).get())
                .isEqualTo(TelemetryContext.builder()
                        .sessionId("mallory")
                        .requestId("r-9")
                        .modelId("granite")
                        .build());
    }

    @Test
    void messageWithoutBaggageChangesNothing() {
        Context own =
                Context.root().with(Baggage.builder().put("session_id", "own").build());

        assertThat(propagator.extract(own, Map.of(), new Headers())).isSameAs(own);
    }

    private Context extract(Context context, String baggage) {
        return propagator.extract(context, Map.of("baggage", baggage), new Headers());
    }

    private Map<String, String> sentFrom(Context context) {
        Map<String, String> sent = new HashMap<>();
        propagator.inject(context, sent, (message, key, value) -> {
            if (message != null) {
                message.put(key, value);
            }
        });
        return Pattern.compile(",")
                .splitAsStream(sent.getOrDefault("baggage", ""))
                .map(entry -> entry.split("=", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    }

    private static Callable<TelemetryContext> current() {
        return TelemetryContext::current;
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
