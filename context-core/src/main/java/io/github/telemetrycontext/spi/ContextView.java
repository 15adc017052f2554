package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Derives a kind of value from contexts, for plugins. A context derives the value on the first request and keeps it, so
 * that all log events of a scope share it.
 *
 * <pre>{@code
 * private static final ContextView<StringMap> MAP = new ContextView<>(context -> mapOf(context));
 *
 * StringMap map = TelemetryContext.current().view(MAP);
 * }</pre>
 *
 * <p>Keep each kind in a constant, because contexts find their views by identity. Threads share a view, so it must be
 * immutable or thread-safe. It lives as long as its context.
 *
 * @param <V> the type of the view
 * @see TelemetryContext#view(ContextView)
 */
public final class ContextView<V> {

    private final Function<? super TelemetryContext, ? extends V> derivation;

    /**
     * Creates a kind of view.
     *
     * @param derivation makes the view of a context. If it throws, the caller gets the exception and nothing is kept.
     *     It may run more than once if several threads request the view at the same time. One of the results is kept
     */
    public ContextView(Function<? super TelemetryContext, ? extends V> derivation) {
        this.derivation = Objects.requireNonNull(derivation, "derivation");
    }

    /**
     * Derives a new view and does not keep it. Plugins call {@link TelemetryContext#view(ContextView)} instead.
     *
     * @param context any context
     * @return a new view
     * @throws NullPointerException if the derivation returns null
     */
    public V derive(TelemetryContext context) {
        @Nullable V view = derivation.apply(Objects.requireNonNull(context, "context"));
        if (view == null) {
            throw new NullPointerException("the view of " + context);
        }
        return view;
    }
}
