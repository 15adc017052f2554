package io.github.telemetrycontext.micrometer;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Refuses scopes of one session, and complains of the end of those of another one. */
public final class ComplainingListener implements ScopeListener {

    static final TelemetryContext REFUSED =
            TelemetryContext.builder().sessionId("refused").build();
    static final TelemetryContext COMPLAINED_OF =
            TelemetryContext.builder().sessionId("complained of").build();

    private static final ThreadLocal<@Nullable Scope> SCOPE = new ThreadLocal<>();

    @Override
    public void opened(Scope scope, TelemetryContext context) {
        if (context.equals(REFUSED)) {
            throw new IllegalStateException("refused");
        }
        if (context.equals(COMPLAINED_OF)) {
            SCOPE.set(scope);
        }
    }

    @Override
    public void closed(Scope scope) {
        if (Objects.equals(SCOPE.get(), scope)) {
            SCOPE.remove();
            throw new IllegalStateException("complaint");
        }
    }
}
