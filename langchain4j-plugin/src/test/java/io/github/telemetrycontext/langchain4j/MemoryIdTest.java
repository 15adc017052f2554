package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.service.MemoryId;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class MemoryIdTest {

    interface Assistant {
        String chat(@MemoryId Object memory);
    }

    private final Assistant assistant = TelemetryAiService.of(
                    Assistant.class,
                    memory -> "session " + TelemetryContext.current().sessionId())
            .memoryIdIsSession()
            .build();

    @Test
    void anyObjectIsASessionByItsText() {
        assertThat(assistant.chat(42L)).isEqualTo("session 42");
    }

    @Test
    void oneWhoseTextFailsLeavesTheSessionOfTheCaller() {
        Object failing = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("on purpose");
            }
        };
        assertThat(assistant.chat(failing)).isEqualTo("session null");
        assertThat(TelemetryContext.with().sessionId("s-1").call(() -> assistant.chat(failing)))
                .isEqualTo("session s-1");
    }
}
