package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import java.util.concurrent.StructuredTaskScope;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class StructuredForkLineTest {

    @Test
    void forkLogsFieldsOfCreator() throws Exception {
        Captured captured = new Captured();
        Logger log = captured.log;
        String user = "alice";
        int iteration = 3;

        TelemetryContext.with()
                .sessionId("s-alice")
                .samplingIteration(iteration)
                .call(() -> {
                    try (var forks = StructuredTaskScope.open()) {
                        forks.fork(() -> log.info("A critic accepts answer " + iteration + " for " + user));
                        forks.join();
                    }
                    return user;
                });

        assertThat(captured.events)
                .containsExactly("A critic accepts answer 3 for alice {session_id=s-alice, sampling_iteration=3}");
    }
}
