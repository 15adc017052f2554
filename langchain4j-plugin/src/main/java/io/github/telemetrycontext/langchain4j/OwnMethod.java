package io.github.telemetrycontext.langchain4j;

/**
 * Whether a model has a method of its own in place of an interface's default. The defaults call the listeners, on
 * whichever thread an answer comes; to have these under the context too, a decorator runs the default itself. What a model
 * has put in its place must be called as it is.
 */
final class OwnMethod {

    private OwnMethod() {}

    static boolean isIn(Object model, Class<?> api, String name, Class<?>... parameters) {
        try {
            return model.getClass().getMethod(name, parameters).getDeclaringClass() != api;
        } catch (NoSuchMethodException e) {
            // Of a newer version of the interface: nobody calls it.
            return false;
        }
    }
}
