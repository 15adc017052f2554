package io.github.telemetrycontext;

/**
 * A task and the context that it runs under.
 *
 * @param context the context
 * @param task the task as the application gave it
 */
record WrappedTask(TelemetryContext context, Runnable task) implements Runnable {

    @Override
    public void run() {
        context.run(task);
    }

    /** Without the ids: executors put their tasks into messages. */
    @Override
    public String toString() {
        return "wrapped " + task;
    }
}
