package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.TelemetryFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that all sessions share. Depending on the run, they propagate contexts or not. */
final class StressThreads {

    private static final int POOL_SIZE = 8;
    private static final int TIMER_SIZE = 2;

    /** Much longer than any run. Only a deadlock reaches it. */
    static final long DEADLINE_SECONDS = 300;

    private final boolean carried;
    private final AtomicInteger virtualThreads = new AtomicInteger();

    final ExecutorService plainPool = Executors.newFixedThreadPool(POOL_SIZE, StressThreads::daemon);
    final ScheduledExecutorService plainTimer = Executors.newScheduledThreadPool(TIMER_SIZE, StressThreads::daemon);

    /** Tasks of this pool do not wait, so tasks of other pools can wait for them. */
    final ExecutorService plainWorkers = Executors.newFixedThreadPool(POOL_SIZE, StressThreads::daemon);

    final ExecutorService pool;
    final ExecutorService workers;
    final ScheduledExecutorService timer;

    /**
     * Creates the pools.
     *
     * @param carried whether contexts are propagated. If not, everything runs the same way without this library
     */
    StressThreads(boolean carried) {
        this.carried = carried;
        pool = carried ? TelemetryExecutors.propagating(plainPool) : plainPool;
        workers = carried ? TelemetryExecutors.propagating(plainWorkers) : plainWorkers;
        timer = carried ? TelemetryExecutors.propagating(plainTimer) : plainTimer;
    }

    /** Daemon threads, so that the JVM ends if a run fails. */
    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    Runnable wrapManually(Runnable task) {
        return carried ? TelemetryContext.current().wrap(task) : task;
    }

    Executor wrapManually(Executor executor) {
        return carried ? TelemetryContext.current().wrap(executor) : executor;
    }

    CompletableFuture<Void> pending() {
        return carried ? new TelemetryFuture<>() : new CompletableFuture<>();
    }

    CompletableFuture<Void> runAsync(Runnable task, Executor executor) {
        return carried ? TelemetryFuture.runAsync(task, executor) : CompletableFuture.runAsync(task, executor);
    }

    /**
     * Starts a virtual thread, which inherits the context. Runs without propagation switch inheritance off with a
     * system property.
     */
    void startVirtual(Runnable task) {
        if (NewerJdk.startVirtualThread(task).isPresent()) {
            virtualThreads.incrementAndGet();
        } else {
            plainPool.execute(wrapManually(task));
        }
    }

    int virtualThreads() {
        return virtualThreads.get();
    }

    /** Counts the threads of all pools that have a context. Uses a task that nothing wraps. */
    int threadsWithContext() throws Exception {
        return threadsWithContext(plainPool, POOL_SIZE)
                + threadsWithContext(plainWorkers, POOL_SIZE)
                + threadsWithContext(plainTimer, TIMER_SIZE);
    }

    private static int threadsWithContext(ExecutorService pool, int size) throws Exception {
        CyclicBarrier allThreads = new CyclicBarrier(size);
        Callable<Boolean> question = () -> {
            allThreads.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
            return !TelemetryContext.current().isEmpty();
        };
        List<Future<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            answers.add(pool.submit(question));
        }
        int count = 0;
        for (Future<Boolean> answer : answers) {
            if (answer.get(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                count++;
            }
        }
        return count;
    }
}
