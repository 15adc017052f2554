package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextView;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The AI service method that owns the iteration of a context. An iteration that the application has set has no owner.
 *
 * <p>A tool may use any thread, and only the context is propagated there. So a view of the context keeps the owner. A
 * view is derived from the fields, which can't tell the two kinds of iteration apart. The view is therefore a slot.
 * {@link #own} fills it once, before other threads can see the context.
 *
 * @param interfaces the names of the interfaces that the AI service implements
 * @param method the name of the method
 */
record AttemptOwner(Set<String> interfaces, String method) {

    /**
     * The owner inside a service that shows the attempt of its caller. Guardrails of this service must not increment
     * that attempt.
     */
    static final AttemptOwner CALLER = new AttemptOwner(Set.of(), "");

    private static final ContextView<AtomicReference<@Nullable AttemptOwner>> SLOT =
            new ContextView<>(context -> new AtomicReference<>());

    static AttemptOwner of(Object service, Method method) {
        return new AttemptOwner(
                Arrays.stream(service.getClass().getInterfaces())
                        .map(Class::getName)
                        .collect(Collectors.toUnmodifiableSet()),
                method.getName());
    }

    static @Nullable AttemptOwner of(TelemetryContext context) {
        return context.samplingIteration() == null ? null : context.view(SLOT).get();
    }

    /** Sets the owner of a new context, unless the owner is null. */
    static TelemetryContext own(TelemetryContext made, @Nullable AttemptOwner owner) {
        if (owner != null) {
            made.view(SLOT).set(owner);
        }
        return made;
    }

    /** Returns whether this is the method of the invocation itself, not of an outer invocation. */
    boolean isMethodOf(@Nullable InvocationContext invocation) {
        return invocation != null
                && method.equals(invocation.methodName())
                && interfaces.contains(invocation.interfaceName());
    }
}
