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

/** The threads that all sessions share, and the means of this library to carry a context to them, or none at all. */
final class StressThreads {

    private static final int POOL_SIZE = 8;
    private static final int TIMER_SIZE = 2;

    /** Far more than any run takes: only a hang gets there. */
    static final long DEADLINE_SECONDS = 300;

    private final boolean carried;
    private final AtomicInteger virtualThreads = new AtomicInteger();

    final ExecutorService plainPool = Executors.newFixedThreadPool(POOL_SIZE, StressThreads::daemon);
    final ScheduledExecutorService plainTimer = Executors.newScheduledThreadPool(TIMER_SIZE, StressThreads::daemon);

    /** Its tasks wait for nobody, so that the tasks of the other pools may wait for them. */
    final ExecutorService plainWorkers = Executors.newFixedThreadPool(POOL_SIZE, StressThreads::daemon);

    final ExecutorService pool;
    final ExecutorService workers;
    final ScheduledExecutorService timer;

    /**
     * Makes the pools.
     *
     * @param carried whether contexts are carried; if not, everything runs the same way without this library's part
     */
    StressThreads(boolean carried) {
        this.carried = carried;
        pool = carried ? TelemetryExecutors.propagating(plainPool) : plainPool;
        workers = carried ? TelemetryExecutors.propagating(plainWorkers) : plainWorkers;
        timer = carried ? TelemetryExecutors.propagating(plainTimer) : plainTimer;
    }

    /** Daemons, so that a run that fails half-way ends its JVM. */
    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    Runnable byHand(Runnable task) {
        return carried ? TelemetryContext.current().wrap(task) : task;
    }

    Executor byHand(Executor executor) {
        return carried ? TelemetryContext.current().wrap(executor) : executor;
    }

    CompletableFuture<Void> pending() {
        return carried ? new TelemetryFuture<>() : new CompletableFuture<>();
    }

    CompletableFuture<Void> runAsync(Runnable task, Executor executor) {
        return carried ? TelemetryFuture.runAsync(task, executor) : CompletableFuture.runAsync(task, executor);
    }

    /** A virtual thread needs no wrapping; that it inherits is switched off from outside for runs that carry nothing. */
    void startVirtual(Runnable task) {
        if (NewerJdk.startVirtualThread(task).isPresent()) {
            virtualThreads.incrementAndGet();
        } else {
            plainPool.execute(byHand(task));
        }
    }

    int virtualThreads() {
        return virtualThreads.get();
    }

    /** Asks each thread of each pool, by a task that nobody wraps, and counts those that have a context. */
    int threadsWithContext() throws Exception {
        return threadsWithContext(plainPool, POOL_SIZE)
                + threadsWithContext(plainWorkers, POOL_SIZE)
                + threadsWithContext(plainTimer, TIMER_SIZE);
    }

    private static int threadsWithContext(ExecutorService pool, int size) throws Exception {
        CyclicBarrier eachOnAThreadOfItsOwn = new CyclicBarrier(size);
        Callable<Boolean> question = () -> {
            eachOnAThreadOfItsOwn.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
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
