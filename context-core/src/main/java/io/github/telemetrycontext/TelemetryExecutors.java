package io.github.telemetrycontext;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Wraps executors so that they propagate the context. A task runs under the context that was current when the task was
 * <em>submitted</em>, even if that context is empty. Afterwards the running thread's own context is restored, even if
 * the task throws or leaves scopes open.
 *
 * <pre>{@code
 * ExecutorService pool = TelemetryExecutors.propagating(Executors.newFixedThreadPool(8));
 * }</pre>
 *
 * <p>Threads, queue, rejections, shutdown and thread safety are those of the wrapped executor. An executor that
 * propagates already is returned as it is. A task that is wrapped already keeps its own context. The cost of a task is
 * one small object.
 *
 * <p>The wrapped executor sees wrapped tasks. A pool that inspects its tasks, such as one with a {@link
 * java.util.concurrent.PriorityBlockingQueue}, can't be wrapped. Wrap the code inside its tasks instead.
 *
 * <p>A {@link java.util.concurrent.ForkJoinPool} is wrapped as an {@link ExecutorService}. The wrapper does not see the
 * tasks that a task forks, such as those of parallel streams. Wrap these tasks, or read the context before forking.
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
     * Returns a factory whose threads run under the context of the caller of {@link ThreadFactory#newThread newThread}
     * as long as they live. Use it for threads with one task. Don't use it for a pool, because its threads would keep
     * the context of any submitter. Wrap the pool instead.
     *
     * @param factory creates the threads
     * @return the propagating factory
     */
    public static ThreadFactory propagating(ThreadFactory factory) {
        Objects.requireNonNull(factory, "factory");
        return factory instanceof Propagating ? factory : new PropagatingThreadFactory(factory);
    }

    /** Marks executors and factories that propagate the context already. */
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
