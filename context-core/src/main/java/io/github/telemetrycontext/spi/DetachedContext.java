package io.github.telemetrycontext.spi;

import io.github.telemetrycontext.TelemetryContext;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * Stores a context as an array of JDK objects: its four values and a weak reference to the context. A thread or another
 * library may keep the array for any time without pinning the class loader of this library. The methods are
 * thread-safe.
 */
public final class DetachedContext {

    /** The number of elements that a detached context takes. */
    public static final int LENGTH = 5;

    private static final int CONTEXT = 4;

    private static final ContextView<@Nullable Object[]> VIEW = new ContextView<>(context -> {
        @Nullable Object[] detached = new @Nullable Object[LENGTH];
        copyTo(detached, context);
        detached[CONTEXT] = new WeakReference<>(context);
        return detached;
    });

    private DetachedContext() {}

    /**
     * Returns a context in its detached form.
     *
     * @param context any context
     * @return an array for {@link #restore}, always the same for the same context; callers must not change it
     */
    public static @Nullable Object[] of(TelemetryContext context) {
        return context.view(VIEW);
    }

    /**
     * Copies a context into the first elements of an array. {@link #restore} adds the weak reference.
     *
     * @param target an array of at least {@link #LENGTH} elements, which are null
     * @param context any context
     */
    public static void copyTo(@Nullable Object[] target, TelemetryContext context) {
        target[0] = context.sessionId();
        target[1] = context.requestId();
        target[2] = context.modelId();
        target[3] = context.samplingIteration();
    }

    /**
     * Returns the context of a detached form: the object of the weak reference, or an equal context.
     *
     * @param detached an array that {@link #of} has returned or {@link #copyTo} has filled
     * @return the context
     */
    public static TelemetryContext restore(@Nullable Object[] detached) {
        if (detached[CONTEXT] instanceof WeakReference<?> reference
                && reference.get() instanceof TelemetryContext context) {
            return context;
        }
        TelemetryContext context = TelemetryContext.builder()
                .sessionId((String) detached[0])
                .requestId((String) detached[1])
                .modelId((String) detached[2])
                .samplingIteration((Integer) detached[3])
                .build();
        // Threads may race here, but all of them create equal contexts.
        detached[CONTEXT] = new WeakReference<>(context);
        return context;
    }
}
