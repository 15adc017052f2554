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
 * Says of a context that its iteration is an attempt of an AI service, and of which method. It is kept with the context, so
 * it is found on whichever thread that is current, while an iteration of the application's has none.
 *
 * @param interfaces the names of those that the AI service implements
 * @param method the name of the method
 */
record Numbering(Set<String> interfaces, String method) {

    /** Of an AI service that doesn't number its own attempts, and shows that of the one that has called it. */
    static final Numbering OF_THE_CALLER = new Numbering(Set.of(), "");

    private static final ContextView<AtomicReference<@Nullable Numbering>> OF =
            new ContextView<>(context -> new AtomicReference<>());

    static Numbering of(Object service, Method method) {
        return new Numbering(
                Arrays.stream(service.getClass().getInterfaces())
                        .map(Class::getName)
                        .collect(Collectors.toUnmodifiableSet()),
                method.getName());
    }

    static @Nullable Numbering of(TelemetryContext context) {
        return context.samplingIteration() == null ? null : OF.of(context).get();
    }

    /** A context that has just been made is given one, if there is one to be given. */
    static TelemetryContext keep(TelemetryContext made, @Nullable Numbering numbering) {
        if (numbering != null) {
            OF.of(made).set(numbering);
        }
        return made;
    }

    /** Whether it is an attempt of that invocation, rather than of one around it. */
    boolean isOf(@Nullable InvocationContext invocation) {
        return invocation != null
                && method.equals(invocation.methodName())
                && interfaces.contains(invocation.interfaceName());
    }
}
