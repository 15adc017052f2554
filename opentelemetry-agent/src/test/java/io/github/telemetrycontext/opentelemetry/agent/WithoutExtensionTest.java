package io.github.telemetrycontext.opentelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The control: without the extension, spans and records have no fields. */
class WithoutExtensionTest {

    @Test
    void spansAndRecordsHaveNoFields() throws Exception {
        Agent agent = Agent.runAlone(Agent.NEWEST, AgentProgram.class);

        for (String place : new String[] {"scope", "pool", "future", "nested"}) {
            assertThat(agent.span(place)).isEmpty();
            assertThat(agent.record("logback " + place)).isEmpty();
            assertThat(agent.record("log4j " + place)).isEmpty();
        }
    }
}
