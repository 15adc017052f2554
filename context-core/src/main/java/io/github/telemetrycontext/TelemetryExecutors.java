package io.github.telemetrycontext;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Executors that propagate the context. A task runs under the context that was current where it was <em>submitted</em>, an
 * empty one included. The running thread's own context is restored afterwards, whatever the task throws and whatever scopes it
 * leaves open.
 *
 * <pre>{@code
 * ExecutorService pool = TelemetryExecutors.propagating(Executors.newFixedThreadPool(8));
 * }</pre>
 *
 * <p>The rest is the wrapped executor's: its threads, queue, rejections, shutdown and thread safety. An executor that propagates
 * already is returned as it is. A task that is wrapped already keeps its own context. The cost of a task is one small object.
 *
 * <p>The wrapped executor sees wrapped tasks. A pool that looks at its tasks, such as one with a {@link
 * java.util.concurrent.PriorityBlockingQueue}, can't be wrapped: wrap the code inside its tasks.
 *
 * <p>A {@link java.util.concurrent.ForkJoinPool} is wrapped as an {@link ExecutorService}. The wrapper does not see the tasks
 * that a task forks, such as those of parallel streams: wrap them, or read the context before forking.
 */
@SuppressWarnings("overloads") // a lambda is never meant for both an Executor and a ThreadFactory
public final class TelemetryExecutors {

    private TelemetryExecutors() {}

    /**
     * {@return an executor whose tasks run under the context of their submitter}
     *
     * @param executor runs the tasks
     */
    public static Executor propagating(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        if (executor instanceof ExecutorService service) {
            return propagating(service);
        }
        return executor instanceof Propagating ? executor : new PropagatingExecutor(executor);
    }

    /**
     * {@return an executor service whose tasks run under the context of their submitter}
     *
     * @param executor runs the tasks
     */
    public static ExecutorService propagating(ExecutorService executor) {
        Objects.requireNonNull(executor, "executor");
        if (executor instanceof ScheduledExecutorService scheduled) {
            return propagating(scheduled);
        }
        return executor instanceof Propagating ? executor : new PropagatingExecutorService<>(executor);
    }

    /**
     * {@return a scheduled executor service whose tasks always run under the context of the code that scheduled them}
     *
     * @param executor runs the tasks
     */
    public static ScheduledExecutorService propagating(ScheduledExecutorService executor) {
        Objects.requireNonNull(executor, "executor");
        return executor instanceof Propagating ? executor : new PropagatingScheduledExecutorService(executor);
    }

    /**
     * Returns a factory whose threads run under the context of the caller of {@link ThreadFactory#newThread newThread} as long as
     * they live. It is for threads with one task. Don't give it to a pool, whose threads would keep the context of any submitter:
     * wrap the pool.
     *
     * @param factory makes the threads
     * @return the propagating factory
     */
    public static ThreadFactory propagating(ThreadFactory factory) {
        Objects.requireNonNull(factory, "factory");
        return factory instanceof Propagating ? factory : new PropagatingThreadFactory(factory);
    }

    /** Marks what carries the context already. */
    interface Propagating {}

    private record PropagatingExecutor(Executor delegate) implements Executor, Propagating {

        @Override
        public void execute(Runnable task) {
            delegate.execute(TelemetryContext.current().wrap(task));
        }
    }

    private record PropagatingThreadFactory(ThreadFactory delegate) implements ThreadFactory, Propagating {

        @Override
        public Thread newThread(Runnable task) {
            return delegate.newThread(TelemetryContext.current().wrap(task));
        }
    }
}
