package io.github.telemetrycontext.logback;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves a scope open on its thread. */
final class NothingLeftOpen implements AfterEachCallback {

    @Override
    public void afterEach(ExtensionContext test) {
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }
}
