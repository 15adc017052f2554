package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SessionPolicyTest {

    private static final TelemetryContext WITHOUT_SESSION =
            TelemetryContext.builder().requestId("r-1").build();

    private static final TelemetryContext WITH_SESSION =
            TelemetryContext.builder().sessionId("s-1").build();

    @Test
    void appliesEachPolicyWithAndWithoutCurrentSession() {
        assertThat(SessionPolicy.WHEN_ABSENT.appliesTo(WITHOUT_SESSION)).isTrue();
        assertThat(SessionPolicy.WHEN_ABSENT.appliesTo(WITH_SESSION)).isFalse();
        assertThat(SessionPolicy.ALWAYS.appliesTo(WITHOUT_SESSION)).isTrue();
        assertThat(SessionPolicy.ALWAYS.appliesTo(WITH_SESSION)).isTrue();
        assertThat(SessionPolicy.NEVER.appliesTo(WITHOUT_SESSION)).isFalse();
        assertThat(SessionPolicy.NEVER.appliesTo(WITH_SESSION)).isFalse();
    }
}
