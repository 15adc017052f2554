package io.github.telemetrycontext.opentelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The alternative without this extension: the agent copies baggage to spans and records. Values are text, and baggage
 * from callers is trusted.
 */
@Tag("baggage")
class BaggageTest {

    private static final String FIELDS = "=session_id,request_id,model_id,sampling_iteration";
    private static final String SPANS = "-Dotel.java.experimental.span-attributes.copy-from-baggage.include" + FIELDS;
    private static final String RECORDS = "-Dotel.java.experimental.log-attributes.copy-from-baggage.include" + FIELDS;

    private static final Map<String, Object> TEXT = Map.of("session_id", "s-1", "sampling_iteration", "3");

    @Test
    void baggageFieldsAreTextReachPeersAndCanBeForged() throws Exception {
        Agent agent = Agent.runAlone(Agent.NEWEST, BaggageProgram.class, SPANS, RECORDS);

        assertThat(agent.span("scope")).isEqualTo(TEXT);
        assertThat(agent.record("logback scope")).isEqualTo(TEXT);
        assertThat(agent.record("log4j scope")).isEqualTo(TEXT);
        assertThat(agent.result().out()).anyMatch(line -> line.startsWith("/peer ") && line.contains("session_id=s-1"));
        assertThat(agent.span("served/forged")).isEqualTo(Map.of("session_id", "forged"));
    }

    @Test
    void fieldsStayInProcessWithoutBaggagePropagator() throws Exception {
        Agent agent =
                Agent.runAlone(Agent.NEWEST, BaggageProgram.class, SPANS, RECORDS, "-Dotel.propagators=tracecontext");

        assertThat(agent.span("scope")).isEqualTo(TEXT);
        assertThat(agent.result().out()).contains("/peer null");
        assertThat(agent.span("served/forged")).isEmpty();
    }
}
