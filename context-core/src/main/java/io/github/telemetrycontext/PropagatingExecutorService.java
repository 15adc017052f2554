package io.github.telemetrycontext;

import io.github.telemetrycontext.TelemetryExecutors.Propagating;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Wraps each task with the context of its submitter and delegates the rest. */
class PropagatingExecutorService<E extends ExecutorService> implements ExecutorService, Propagating {

    final E delegate;

    PropagatingExecutorService(E delegate) {
        this.delegate = delegate;
    }

    static Runnable wrap(Runnable task) {
        return TelemetryContext.current().wrap(task);
    }

    static <T extends @Nullable Object> Callable<T> wrap(Callable<T> task) {
        return TelemetryContext.current().wrap(task);
    }

    private static <T extends @Nullable Object> List<Callable<T>> wrapAll(Collection<? extends Callable<T>> tasks) {
        Objects.requireNonNull(tasks, "tasks");
        TelemetryContext context = TelemetryContext.current();
        List<Callable<T>> wrapped = new ArrayList<>(tasks.size());
        for (Callable<T> task : tasks) {
            wrapped.add(context.wrap(task));
        }
        return wrapped;
    }

    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        delegate.execute(task instanceof WrappedTask ? task : new Submitted(TelemetryContext.current(), task));
    }

    /** A task that was wrapped here, not by the application. */
    private record Submitted(TelemetryContext context, Runnable task) implements Runnable {

        @Override
        public void run() {
            context.run(task);
        }

        @Override
        public String toString() {
            return "wrapped " + task;
        }

        static Runnable asItWasGiven(Runnable task) {
            return task instanceof Submitted submitted ? submitted.task : task;
        }
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Callable<T> task) {
        return delegate.submit(wrap(task));
    }

    @Override
    public <T extends @Nullable Object> Future<T> submit(Runnable task, T result) {
        return delegate.submit(wrap(task), result);
    }

    @Override
    public Future<?> submit(Runnable task) {
        return delegate.submit(wrap(task));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return delegate.invokeAll(wrapAll(tasks));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return delegate.invokeAll(wrapAll(tasks), timeout, Objects.requireNonNull(unit, "unit"));
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        return delegate.invokeAny(wrapAll(tasks));
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return delegate.invokeAny(wrapAll(tasks), timeout, Objects.requireNonNull(unit, "unit"));
    }

    @Override
    public void shutdown() {
        delegate.shutdown();
    }

    /** Returns the tasks as they were given to {@link #execute}. */
    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> tasks = new ArrayList<>(delegate.shutdownNow());
        tasks.replaceAll(Submitted::asItWasGiven);
        return tasks;
    }

    @Override
    public boolean isShutdown() {
        return delegate.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return delegate.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return delegate.awaitTermination(timeout, Objects.requireNonNull(unit, "unit"));
    }

    /** Closes the delegate. Overrides {@code ExecutorService.close()} on JDK 19 and later. */
    public void close() {
        if (delegate instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        } else {
            delegate.shutdown();
        }
    }

    @Override
    public String toString() {
        return "propagating " + delegate;
    }
}
