package io.github.telemetrycontext;

/** A task and the context under which it runs. */
record WrappedTask(TelemetryContext context, Runnable task) implements Runnable {

    @Override
    public void run() {
        context.run(task);
    }

    /** Contains no ids, because executors put their tasks into messages. */
    @Override
    public String toString() {
        return "wrapped " + task;
    }
}
