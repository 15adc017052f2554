package io.github.telemetrycontext;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A task with a result, and the context under which it runs. */
record WrappedCall<T extends @Nullable Object>(TelemetryContext context, Callable<T> task) implements Callable<T> {

    @Override
    public T call() throws Exception {
        return context.call(task::call);
    }

    /** Contains no ids, because executors put their tasks into messages. */
    @Override
    public String toString() {
        return "wrapped " + task;
    }
}
