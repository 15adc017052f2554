package io.github.telemetrycontext.recipes;

import io.github.resilience4j.core.ContextPropagator;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Resilience4j: a bulkhead with a pool runs each call with the context of its caller. */
@SuppressWarnings("MustBeClosedChecker") // another method closes the scope
public class ResilienceContext implements ContextPropagator<TelemetryContext> {

    private static final ThreadLocal<Deque<Scope>> open = ThreadLocal.withInitial(ArrayDeque::new);

    @Override
    public Supplier<Optional<TelemetryContext>> retrieve() {
        return () -> Optional.of(TelemetryContext.current());
    }

    @Override
    public Consumer<Optional<TelemetryContext>> copy() {
        return context -> open.get().push(context.orElseThrow().makeCurrent());
    }

    /** A rejected call can run on the caller's thread, inside another call. */
    @Override
    public Consumer<Optional<TelemetryContext>> clear() {
        return context -> open.get().pop().close();
    }
}
