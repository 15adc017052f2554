package io.github.telemetrycontext.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class VirtualThreadLineTest {

    @Test
    void virtualThreadLogsFieldsOfCreator() throws Exception {
        Captured captured = new Captured();
        Logger log = captured.log;
        String user = "alice";

        TelemetryContext.with().sessionId("s-alice").run(() -> {
            Thread.startVirtualThread(() -> log.info("The answer for " + user + " is remembered in the background"));
        });

        assertThat(captured.events.take())
                .isEqualTo("The answer for alice is remembered in the background {session_id=s-alice}");
    }
}
