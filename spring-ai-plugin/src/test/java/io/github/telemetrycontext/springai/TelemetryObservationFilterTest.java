package io.github.telemetrycontext.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;

/** Runs with each version of Spring AI in {@code .ci/compat}. */
@ExtendWith(TelemetryContextExtension.class)
class TelemetryObservationFilterTest extends AgentOfEveryVersion {

    private static final List<String> NAMES =
            List.of("session_id", "gen_ai.conversation.id", "request_id", "model_id", "sampling_iteration");

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final ChatClient client = ChatClient.create(MODEL, registry);
    private final List<Stopped> stopped = new CopyOnWriteArrayList<>();

    /** The key values of this library, by stopped observation. */
    private record Stopped(String name, Map<String, String> values) {}

    TelemetryObservationFilterTest() {
        registry.observationConfig().observationFilter(new TelemetryObservationFilter());
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public void onStop(Observation.Context observation) {
                stopped.add(new Stopped(String.valueOf(observation.getName()), valuesOf(observation)));
            }

            @Override
            public boolean supportsContext(Observation.Context observation) {
                return true;
            }
        });
    }

    private static Map<String, String> valuesOf(Observation.Context observation) {
        return observation.getHighCardinalityKeyValues().stream()
                .filter(value -> NAMES.contains(value.getKey()))
                .collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
    }

    private void assertThatObservationsHaveIdsOfOneRequest() {
        // Observations of a stream may stop after its last element.
        await().untilAsserted(() ->
                assertThat(stopped).extracting(Stopped::name).contains("spring.ai.chat.client", "spring.ai.advisor"));
        assertThat(stopped)
                .extracting(Stopped::values)
                .containsOnly(stopped.get(0).values());
        assertThat(stopped.get(0).values())
                .containsOnlyKeys("session_id", "gen_ai.conversation.id", "request_id", "model_id")
                .containsEntry("session_id", "alice")
                .containsEntry("gen_ai.conversation.id", "alice")
                .containsEntry("model_id", "granite")
                .hasEntrySatisfying("request_id", id -> assertThat(id).matches("[0-9a-f]{32}"));
    }

    @Test
    void observationsOfCallHaveIdsOfOneRequest() {
        asked(client, "Do I need an umbrella?").call().content();

        assertThatObservationsHaveIdsOfOneRequest();
        assertThat(lines.theOneSaying("model").fields())
                .containsEntry("request_id", stopped.get(0).values().get("request_id"));
    }

    @Test
    void observationsOfStreamHaveIdsOfOneRequest() {
        asked(client, "Do I need an umbrella?").stream().content().blockLast();

        assertThatObservationsHaveIdsOfOneRequest();
    }

    @Test
    void observationsOfFailedCallAndStreamHaveIdsOfOneRequest() {
        assertThatIllegalStateException()
                .isThrownBy(() -> asked(client, "fail").call().content());
        assertThatObservationsHaveIdsOfOneRequest();

        stopped.clear();
        assertThatIllegalStateException()
                .isThrownBy(() -> asked(client, "fail").stream().content().blockLast());
        assertThatObservationsHaveIdsOfOneRequest();
    }

    @Test
    void observationsWithoutAdvisorDoNotChange() {
        TelemetryContext.with()
                .sessionId("s-1")
                .run(() ->
                        client.prompt(prompt("Do I need an umbrella?")).call().content());

        assertThat(stopped).extracting(Stopped::name).contains("spring.ai.chat.client");
        assertThat(stopped).extracting(Stopped::values).containsOnly(Map.of());
    }

    @Test
    void otherObservationsDoNotChange() {
        Observation.Context other = new Observation.Context();
        other.put(
                TelemetryContextAdvisor.KEY,
                TelemetryContext.with().sessionId("s-1").build());

        assertThat(new TelemetryObservationFilter().map(other)).isSameAs(other);
        assertThat(other.getAllKeyValues()).isEmpty();
    }

    @Test
    void absentFieldsHaveNoKeyValue() {
        AdvisorObservationContext observation = AdvisorObservationContext.builder()
                .advisorName("advisor")
                .chatClientRequest(ChatClientRequest.builder()
                        .prompt(prompt("hello"))
                        .context(Map.of(
                                TelemetryContextAdvisor.KEY,
                                TelemetryContext.builder().requestId("r-1").build()))
                        .build())
                .order(0)
                .build();

        assertThat(valuesOf(new TelemetryObservationFilter().map(observation))).isEqualTo(Map.of("request_id", "r-1"));
    }
}
