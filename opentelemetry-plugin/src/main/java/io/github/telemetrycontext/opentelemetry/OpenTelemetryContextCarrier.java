package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextCarrier;
import org.jspecify.annotations.Nullable;

/**
 * Attaches the context of each scope to the OpenTelemetry {@code Context} too, so that whatever carries that one carries
 * ours. Public for the service loader only.
 */
public final class OpenTelemetryContextCarrier implements ContextCarrier {

    /**
     * For the service loader.
     *
     * @throws IllegalStateException if a jar is missing or too old. The core logs it, and scopes then do without a carrier
     */
    public OpenTelemetryContextCarrier() {
        try {
            CarriedEntry.link();
        } catch (LinkageError e) {
            throw new IllegalStateException(Disabled.because(e), e);
        }
    }

    @Override
    public Attachment attach(TelemetryContext context) {
        return CarriedEntry.attach(context);
    }

    @Override
    public @Nullable TelemetryContext carried() {
        return CarriedEntry.inCurrentContext();
    }
}
