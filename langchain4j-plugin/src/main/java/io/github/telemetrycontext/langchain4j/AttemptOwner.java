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
 * The method of an AI service to which the iteration of a context belongs. A context whose iteration the application has set
 * has no owner.
 *
 * <p>A tool may use any thread, and only the context travels there. So the owner is kept with the context, in a view. A view
 * is derived from the fields, which can't tell the two kinds of iteration apart, so the view is a slot: {@link #own} fills it once,
 * before any other thread can see the context.
 *
 * @param interfaces the names of the interfaces that the AI service implements
 * @param method the name of the method
 */
record AttemptOwner(Set<String> interfaces, String method) {

    /** The owner inside a service that shows its caller's attempt: the guardrails of this service must not count it up. */
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

    /** Sets the owner, if there is one, of a context that has just been made. */
    static TelemetryContext own(TelemetryContext made, @Nullable AttemptOwner owner) {
        if (owner != null) {
            made.view(SLOT).set(owner);
        }
        return made;
    }

    /** Returns whether this is the method of the invocation itself, rather than of one around it. */
    boolean isMethodOf(@Nullable InvocationContext invocation) {
        return invocation != null
                && method.equals(invocation.methodName())
                && interfaces.contains(invocation.interfaceName());
    }
}
