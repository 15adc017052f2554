package io.github.telemetrycontext.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.telemetrycontext.TelemetryContext;

/** The methods that {@link ClassLoaderProbe} calls by name in a separate class loader. */
final class ProbedUse {

    private ProbedUse() {}

    static Runnable of(Class<? extends ContextPropagationContract> test) {
        ContextPropagationContract instance;
        try {
            var constructor = test.getDeclaredConstructor();
            constructor.setAccessible(true);
            instance = constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    test.getName() + " can't be created in another class loader. Add a constructor without"
                            + " parameters, and do not use an inner class",
                    e);
        }
        instance.shutDownPool();
        return () -> {
            try {
                instance.useInSeparateClassLoader();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }

    static Runnable insideAScope(Runnable block) {
        return () -> ContextPropagationContract.CONTEXT.toBuilder().run(block);
    }

    static Runnable assertInherited() {
        return () -> assertEquals(ContextPropagationContract.CONTEXT, TelemetryContext.current());
    }

    /** Leaves a scope open, which must keep the class loader alive. */
    @SuppressWarnings("MustBeClosedChecker") // leaks on purpose
    static Runnable leak() {
        return ContextPropagationContract.CONTEXT::makeCurrent;
    }
}
