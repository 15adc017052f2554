package io.github.telemetrycontext.threads;

import io.github.resilience4j.core.ContextPropagator;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The propagator of the page, for bulkheads with a pool. */
@SuppressWarnings("MustBeClosedChecker") // another method closes the scope
public class TelemetryContextPropagator implements ContextPropagator<TelemetryContext> {

    private static final ThreadLocal<Scope> open = new ThreadLocal<>();

    @Override
    public Supplier<Optional<TelemetryContext>> retrieve() {
        return () -> Optional.of(TelemetryContext.current());
    }

    @Override
    public Consumer<Optional<TelemetryContext>> copy() {
        return context -> open.set(context.orElseThrow().makeCurrent());
    }

    @Override
    public Consumer<Optional<TelemetryContext>> clear() {
        return context -> {
            open.get().close();
            open.remove();
        };
    }
}
