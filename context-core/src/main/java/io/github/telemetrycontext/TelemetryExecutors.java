package io.github.telemetrycontext;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Executors that carry the context: a task runs under the context that was current where it was <em>submitted</em>,
 * whichever thread runs it. What the running thread had before is back afterwards, whatever the task throws and whatever
 * scopes it leaves open. If no field was set where the task was submitted, none is set while it runs.
 *
 * <pre>{@code
 * ExecutorService pool = TelemetryExecutors.propagating(Executors.newFixedThreadPool(8));
 * }</pre>
 *
 * <p>Everything else is the wrapped executor's: its threads, its queue, its rejections, its shutdown. An executor that
 * propagates already is returned as it is. A task that was wrapped by hand keeps the context it was wrapped with.
 *
 * <p>What the wrapped executor sees are wrapped tasks, so one that looks at them, such as a pool with a {@link
 * java.util.concurrent.PriorityBlockingQueue} of comparable tasks, can't be wrapped: wrap what its tasks do by hand.
 *
 * <p>A {@link java.util.concurrent.ForkJoinPool} is wrapped as the {@link ExecutorService} that it is, the common pool
 * too. What such a task forks itself runs on the pool's own threads and is not seen by the wrapper: wrap it by hand, or
 * read what it needs before forking. Parallel streams are such forks.
 *
 * <p>The cost of a task is one small object, and a scope while it runs. All executors may be used by any number of
 * threads as far as the wrapped one may.
 */
@SuppressWarnings("overloads") // a lambda is never meant for both an Executor and a ThreadFactory
public final class TelemetryExecutors {

    private TelemetryExecutors() {}

    /**
     * An executor whose tasks run under the context of their submitter.
     *
     * @param executor what runs the tasks
     * @return the propagating executor
     */
    public static Executor propagating(Executor executor) {
        Objects.requireNonNull(executor, "executor");
        if (executor instanceof ExecutorService service) {
            return propagating(service);
        }
        return executor instanceof Propagating ? executor : new PropagatingExecutor(executor);
    }

    /**
     * An executor service whose tasks run under the context of their submitter.
     *
     * @param executor what runs the tasks
     * @return the propagating executor service
     */
    public static ExecutorService propagating(ExecutorService executor) {
        Objects.requireNonNull(executor, "executor");
        if (executor instanceof ScheduledExecutorService scheduled) {
            return propagating(scheduled);
        }
        return executor instanceof Propagating ? executor : new PropagatingExecutorService<>(executor);
    }

    /**
     * A scheduled executor service whose tasks run under the context of whoever scheduled them, each time they run.
     *
     * @param executor what runs the tasks
     * @return the propagating scheduled executor service
     */
    public static ScheduledExecutorService propagating(ScheduledExecutorService executor) {
        Objects.requireNonNull(executor, "executor");
        return executor instanceof Propagating ? executor : new PropagatingScheduledExecutorService(executor);
    }

    /**
     * A factory whose threads run under the context of the caller of {@link ThreadFactory#newThread newThread}, for as
     * long as they live.
     *
     * <p>It is meant for threads with one task. A pool asks its factory for a thread whenever it needs one, so its
     * threads would keep the context of whoever happened to submit a task then: wrap the pool instead.
     *
     * @param factory what makes the threads
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
