package io.github.telemetrycontext;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * As {@link WrappedTask}, for a task with a result.
 *
 * @param <T> the type of the result
 * @param context the context
 * @param task the task as the application gave it
 */
record WrappedCall<T extends @Nullable Object>(TelemetryContext context, Callable<T> task) implements Callable<T> {

    @Override
    public T call() throws Exception {
        return context.call(task::call);
    }

    /** Without the ids: executors put their tasks into messages. */
    @Override
    public String toString() {
        return "wrapped " + task;
    }
}
