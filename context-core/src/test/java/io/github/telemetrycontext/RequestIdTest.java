package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestIdTest {

    @Test
    void generatesVersion4UuidAs32LowercaseHexDigits() {
        assertThat(TelemetryContext.generateRequestId()).matches("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}");
    }

    @Test
    void generatesUniqueIds() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(TelemetryContext.generateRequestId());
        }
        assertThat(ids).hasSize(10_000);
    }
}
