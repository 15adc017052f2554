package io.github.telemetrycontext.opentelemetry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirtualThreadsTest {

    @Test
    void spansAndRecordsOfVirtualThreadsHaveInheritedFields(@TempDir Path directory) throws Exception {
        Agent agent = Agent.run(Agent.NEWEST, directory, VirtualThreadProgram.class);

        Map<String, Object> session = Map.of("session_id", "s-1", "gen_ai.conversation.id", "s-1");
        for (String place : new String[] {"virtual thread", "executor"}) {
            assertThat(agent.span(place)).isEqualTo(session);
            assertThat(agent.record("logback " + place)).isEqualTo(session);
            assertThat(agent.record("log4j " + place)).isEqualTo(session);
        }
        assertThat(agent.span("after")).isEmpty();
    }
}
