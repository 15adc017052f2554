package io.github.telemetrycontext.springai;

import io.github.telemetrycontext.TelemetryContext;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.advisor.observation.AdvisorObservationContext;
import org.springframework.ai.chat.client.observation.ChatClientObservationContext;

/**
 * Adds the ids of a call to the observations {@code spring.ai.chat.client} and {@code spring.ai.advisor}. These
 * observations begin outside of {@link TelemetryContextAdvisor}. The advisor puts the context into the request, and
 * this filter reads it when the observation stops.
 *
 * <p>The key values have a high cardinality: {@code session_id}, {@code request_id}, {@code model_id} and {@code
 * gen_ai.conversation.id}, which has the value of the session. A field that is absent has no key value. {@code
 * sampling_iteration} is not included, because it is a number, key values are text, and no call of a chat client sets
 * it.
 *
 * <p>The filter changes no other observations. It is thread-safe and stateless.
 */
public final class TelemetryObservationFilter implements ObservationFilter {

    /** Creates a filter for any number of registries. */
    public TelemetryObservationFilter() {}

    @Override
    public Observation.Context map(Observation.Context observation) {
        ChatClientRequest request = requestOf(observation);
        if (request != null && request.context().get(TelemetryContextAdvisor.KEY) instanceof TelemetryContext call) {
            add(observation, "session_id", call.sessionId());
            add(observation, "gen_ai.conversation.id", call.sessionId());
            add(observation, "request_id", call.requestId());
            add(observation, "model_id", call.modelId());
        }
        return observation;
    }

    private static @Nullable ChatClientRequest requestOf(Observation.Context observation) {
        if (observation instanceof ChatClientObservationContext client) {
            return client.getRequest();
        }
        return observation instanceof AdvisorObservationContext advisor ? advisor.getChatClientRequest() : null;
    }

    private static void add(Observation.Context observation, String name, @Nullable String value) {
        if (value != null) {
            observation.addHighCardinalityKeyValue(KeyValue.of(name, value));
        }
    }
}
