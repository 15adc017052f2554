package io.github.telemetrycontext.micrometer;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Throws when a scope of one session opens, and when a scope of another session closes. */
public final class ThrowingListener implements ScopeListener {

    static final TelemetryContext REFUSED =
            TelemetryContext.builder().sessionId("refused").build();
    static final TelemetryContext FAILS_ON_CLOSE =
            TelemetryContext.builder().sessionId("fails on close").build();

    private static final ThreadLocal<@Nullable Scope> SCOPE = new ThreadLocal<>();

    @Override
    public void opened(Scope scope, TelemetryContext context) {
        if (context.equals(REFUSED)) {
            throw new IllegalStateException("refused");
        }
        if (context.equals(FAILS_ON_CLOSE)) {
            SCOPE.set(scope);
        }
    }

    @Override
    public void closed(Scope scope) {
        if (Objects.equals(SCOPE.get(), scope)) {
            SCOPE.remove();
            throw new IllegalStateException("close failed");
        }
    }
}
