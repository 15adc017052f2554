package io.github.telemetrycontext;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wraps each task with the context of the thread that scheduled it. Each run of the task has this context. */
final class PropagatingScheduledExecutorService extends PropagatingExecutorService<ScheduledExecutorService>
        implements ScheduledExecutorService {

    PropagatingScheduledExecutorService(ScheduledExecutorService delegate) {
        super(delegate);
    }

    private static TimeUnit required(TimeUnit unit) {
        return Objects.requireNonNull(unit, "unit");
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return delegate.schedule(wrap(task), delay, required(unit));
    }

    @Override
    public <T extends @Nullable Object> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
        return delegate.schedule(wrap(task), delay, required(unit));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return delegate.scheduleAtFixedRate(wrap(task), initialDelay, period, required(unit));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return delegate.scheduleWithFixedDelay(wrap(task), initialDelay, delay, required(unit));
    }
}
