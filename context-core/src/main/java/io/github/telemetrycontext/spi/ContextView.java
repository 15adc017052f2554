package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that a plugin derives from a context, made when it is first asked for and kept with the context, so that a
 * thousand log events in one scope make it once.
 *
 * <pre>{@code
 * private static final ContextView<StringMap> MAP = new ContextView<>(context -> mapOf(context));
 *
 * StringMap map = MAP.of(TelemetryContext.current());
 * }</pre>
 *
 * <p>Make one per kind of view and keep it in a constant: contexts find their views by its identity. Views are shared
 * between threads, so a view must be immutable or safe for use by several threads. It lives as long as the context.
 *
 * <p>Asking for a view that is there costs a volatile read and a comparison for each plugin that has one.
 *
 * @param <V> the type of the view
 */
public final class ContextView<V> {

    /** The slot of a context for all its views. It is private to the core, which no other package of it can see. */
    private static final VarHandle VIEWS = slot();

    private final Function<? super TelemetryContext, ? extends V> derivation;

    /**
     * Makes a kind of view.
     *
     * @param derivation makes the view of a context; what it throws goes to whoever asks, and nothing is kept. When
     *     threads ask at the same time it may run more than once, and one of the results is kept
     */
    public ContextView(Function<? super TelemetryContext, ? extends V> derivation) {
        this.derivation = Objects.requireNonNull(derivation, "derivation");
    }

    private static VarHandle slot() {
        try {
            return MethodHandles.privateLookupIn(TelemetryContext.class, MethodHandles.lookup())
                    .findVarHandle(TelemetryContext.class, "views", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("TelemetryContext and ContextView are not of the same version", e);
        }
    }

    /**
     * The view of a context.
     *
     * @param context any context
     * @return always the same object for the same context
     */
    public V of(TelemetryContext context) {
        Node first = (Node) VIEWS.getVolatile(Objects.requireNonNull(context, "context"));
        V found = findIn(first);
        return found != null ? found : derive(context, first);
    }

    private V derive(TelemetryContext context, @Nullable Node first) {
        V made = Objects.requireNonNull(derivation.apply(context), "the view of " + context);
        Node rest = first;
        while (!VIEWS.compareAndSet(context, rest, new Node(this, made, rest))) {
            rest = (Node) VIEWS.getVolatile(context);
            V found = findIn(rest);
            if (found != null) {
                return found;
            }
        }
        return made;
    }

    @SuppressWarnings("unchecked") // a node holds what its view has made
    private @Nullable V findIn(@Nullable Node first) {
        for (Node node = first; node != null; node = node.next) {
            if (node.view == this) {
                return (V) node.value;
            }
        }
        return null;
    }

    /** A view of a context, and the ones made before it. */
    private static final class Node {

        private final ContextView<?> view;
        private final Object value;
        private final @Nullable Node next;

        Node(ContextView<?> view, Object value, @Nullable Node next) {
            this.view = view;
            this.value = value;
            this.next = next;
        }
    }
}
