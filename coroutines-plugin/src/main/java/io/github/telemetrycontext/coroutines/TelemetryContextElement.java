package io.github.telemetrycontext.coroutines;

import io.github.telemetrycontext.TelemetryContext;
import java.util.Objects;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.CoroutineContext;
import kotlinx.coroutines.ThreadContextElement;

/**
 * Makes a telemetry context the current one of a coroutine, on each thread that the coroutine runs on.
 *
 * <pre>{@code
 * withContext(TelemetryContextElement.of(context)) {
 *     val answer = model.ask(prompt)
 *     log.info("The model has answered")
 * }
 * }</pre>
 *
 * <p>Child coroutines inherit the element. An element of the child replaces it. At each suspension, the thread gets
 * back its previous context, and the scopes that the coroutine has left open end. A coroutine without an element has
 * the context of the thread that runs it.
 *
 * <p>An element is immutable. Any number of coroutines and threads can share it. Each resumption costs a scope and one more small
 * object.
 */
public final class TelemetryContextElement extends AbstractCoroutineContextElement
        implements ThreadContextElement<Object> {

    private static final Key<TelemetryContextElement> KEY = new Key<>() {};

    private final TelemetryContext telemetryContext;

    private TelemetryContextElement(TelemetryContext telemetryContext) {
        super(KEY);
        this.telemetryContext = telemetryContext;
    }

    /**
     * Returns an element for a context.
     *
     * @param context the context; an empty one hides the context of the thread
     * @return a new element
     */
    public static TelemetryContextElement of(TelemetryContext context) {
        return new TelemetryContextElement(Objects.requireNonNull(context, "context"));
    }

    /**
     * Returns an element for the context that is current on this thread. The element does not follow later changes.
     *
     * @return a new element
     */
    public static TelemetryContextElement current() {
        return new TelemetryContextElement(TelemetryContext.current());
    }

    /**
     * Makes the context the current one of this thread. Coroutines call this method at each resumption.
     *
     * <p>It never throws. If a {@link io.github.telemetrycontext.spi.ScopeListener} refuses the scope, the coroutine has the context of
     * the thread, and the log {@code io.github.telemetrycontext} gets the exception.
     *
     * @param context the context of the coroutine, which is not used
     * @return the state for {@link #restoreThreadContext}
     */
    @Override
    public Object updateThreadContext(CoroutineContext context) {
        return Setting.make(telemetryContext);
    }

    /**
     * Restores the context that was current before {@link #updateThreadContext}, and ends all scopes that were opened since.
     * Coroutines call this method at each suspension.
     *
     * <p>It never throws. The log {@code io.github.telemetrycontext} gets the exceptions of strict mode and of listeners.
     *
     * @param context the context of the coroutine, which is not used
     * @param oldState the result of {@link #updateThreadContext}
     */
    @Override
    public void restoreThreadContext(CoroutineContext context, Object oldState) {
        ((Setting) oldState).restore();
    }
}
