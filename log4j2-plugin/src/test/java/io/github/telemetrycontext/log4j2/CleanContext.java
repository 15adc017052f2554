package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** After each test no scope is open on its thread. */
final class CleanContext implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext test) {
        ThreadContext.clearAll();
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }
}
