package io.github.telemetrycontext.langchain4j;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The overloads of a method that a model implements instead of inheriting the interface's default. The defaults call
 * the listeners on the thread of the answer. A decorator runs the default itself, so that the listeners also have the
 * context. It must call an overload of the model directly.
 *
 * @param parameters the parameter types of each overload
 */
record OwnOverloads(Set<List<Class<?>>> parameters) {

    static OwnOverloads of(String method, Object model, Class<?> api) {
        return new OwnOverloads(Arrays.stream(api.getMethods())
                .filter(overload -> overload.getName().equals(method))
                .map(Method::getParameterTypes)
                .filter(parameters -> isOwn(method, parameters, model, api))
                .map(List::of)
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static boolean isOwn(String method, Class<?>[] parameters, Object model, Class<?> api) {
        try {
            return model.getClass().getMethod(method, parameters).getDeclaringClass() != api;
        } catch (NoSuchMethodException | LinkageError e) {
            // A native image may have no metadata for the model's class. The model then answers as without the
            // decorator.
            return true;
        }
    }

    boolean include(Class<?>... parameters) {
        return this.parameters.contains(List.of(parameters));
    }
}
