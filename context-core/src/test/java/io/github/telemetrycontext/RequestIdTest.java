package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestIdTest {

    @Test
    void aRequestIdIsAVersion4UuidOf32LowercaseHexadecimalCharacters() {
        assertThat(TelemetryContext.generateRequestId()).matches("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}");
    }

    @Test
    void requestIdsAreUnique() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(TelemetryContext.generateRequestId());
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void theDigitsAreThoseOfTheUuid() {
        UUID id = UUID.fromString("01234567-89ab-4def-8123-456789abcdef");
        assertThat(RequestId.of(id)).isEqualTo("0123456789ab4def8123456789abcdef");
    }
}
