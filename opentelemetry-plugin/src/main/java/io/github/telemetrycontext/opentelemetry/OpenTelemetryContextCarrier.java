package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextCarrier;
import org.jspecify.annotations.Nullable;

/**
 * Attaches the context of each scope to the OpenTelemetry {@code Context} too. Each mechanism that propagates
 * OpenTelemetry's context therefore also propagates the fields. Public for the service loader only.
 */
public final class OpenTelemetryContextCarrier implements ContextCarrier {

    /**
     * Creates the carrier for the service loader.
     *
     * @throws IllegalStateException if a jar is missing or too old. The core then logs the exception and opens scopes
     *     without a carrier
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
