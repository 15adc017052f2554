package io.github.telemetrycontext.langchain4j;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The overloads of a method that a model has in place of an interface's defaults. The defaults call the listeners, on
 * whichever thread an answer comes; to have these under the context too, a decorator runs the default itself. What a model
 * has put in its place must be called as it is.
 *
 * @param parameters of each
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
            // A native image without metadata for the model's class. The model then answers as it would undecorated.
            return true;
        }
    }

    boolean include(Class<?>... parameters) {
        return this.parameters.contains(List.of(parameters));
    }
}
