package io.github.telemetrycontext.samples;

import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.TelemetryFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One session, which is a chain of requests. Each request moves to other threads in its own way and logs its expected
 * fields there.
 */
final class StressSession {

    private static final StressHop[] HOPS = StressHop.values();

    private final int number;
    private final int rounds;
    private final StressThreads threads;
    private final Consumer<String> log;
    private final StressFields session;
    private final AtomicInteger nextEvent;

    StressSession(int number, int rounds, StressThreads threads, Consumer<String> log) {
        this.number = number;
        this.rounds = rounds;
        this.threads = threads;
        this.log = log;
        this.session = new StressFields("s-" + number, null, null, null);
        this.nextEvent = new AtomicInteger(number * rounds * StressHop.eventsPerRound());
    }

    /**
     * Attaches the whole chain in a scope that closes before the first link runs.
     *
     * @param start completes when the first request may begin
     * @param meeting registers that the session is halfway. Its result completes when all sessions are
     * @return the end of the session
     */
    CompletableFuture<Void> open(CompletionStage<Void> start, Supplier<CompletionStage<Void>> meeting) {
        return session.inside(StressFields.NONE).call(() -> {
            TelemetryFuture<Void> chain = TelemetryFuture.of(start);
            int steps = rounds * HOPS.length;
            for (int i = 0; i < steps; i++) {
                int step = i;
                // Sessions start with different hops, so that the threads run all kinds of work at any time.
                StressHop hop = HOPS[(i + number) % HOPS.length];
                chain = chain.thenCompose(before -> step(step, hop));
                if (i == steps / 2) {
                    chain = chain.thenCompose(before -> meeting.get());
                }
            }
            return chain;
        });
    }

    private CompletableFuture<Void> step(int step, StressHop hop) {
        if (hop == StressHop.SESSION) {
            log(hop, session);
            return CompletableFuture.completedFuture(null);
        }
        // Not number + step, because that sum also chooses the hop.
        int mix = 2 * number + step;
        StressFields request = new StressFields(
                session.session(),
                "r-" + number + "-" + step,
                mix % 4 == 0 ? null : "model-" + mix % 7,
                mix % 3 == 0 ? null : mix);
        StressFields nested = request.nested(mix);
        return request.inside(session).call(() -> switch (hop) {
            case POOL -> pool(request, nested);
            case PENDING -> pending(request, nested);
            case COMPLETED -> completed(request, nested);
            case SCHEDULED -> scheduled(request, nested);
            case PERIODIC -> periodic(request);
            case WRAPPED -> wrapped(request, nested);
            case VIRTUAL -> virtual(request, nested);
            default -> unwrapped();
        });
    }

    private CompletableFuture<Void> pool(StressFields request, StressFields nested) {
        return ran(this::submitToPool, () -> {
            visit(StressHop.POOL, request, nested);
            closeOutOfOrder(StressHop.POOL, request, nested);
            Callable<Object> task = Executors.callable(() -> log(StressHop.POOL, request));
            try {
                for (Future<Object> end : threads.workers.invokeAll(List.of(task, task))) {
                    end.get();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void submitToPool(Runnable task) {
        if (number % 2 == 0) {
            threads.pool.execute(task);
        } else {
            Future<?> unused = threads.pool.submit(task);
        }
    }

    private CompletableFuture<Void> pending(StressFields request, StressFields nested) {
        CompletableFuture<Void> start = threads.pending();
        CompletableFuture<Void> visited =
                start.thenRunAsync(() -> visit(StressHop.PENDING, request, nested), threads.plainPool);
        CompletableFuture<Void> attachedInside =
                nested.inside(request).call(() -> visited.thenRun(() -> log(StressHop.PENDING, nested)));
        CompletableFuture<Void> end = attachedInside
                .thenCompose(x -> threads.runAsync(() -> log(StressHop.PENDING, request), threads.plainWorkers))
                .whenComplete((x, failure) -> log(StressHop.PENDING, request));
        threads.plainTimer.execute(() -> start.complete(null));
        return end;
    }

    private CompletableFuture<Void> completed(StressFields request, StressFields nested) {
        CompletableFuture<Void> start = threads.pending();
        start.complete(null);
        CompletableFuture<Void> here = start.thenRun(() -> log(StressHop.COMPLETED, request));
        return nested.inside(request)
                .call(() -> here.thenRunAsync(() -> log(StressHop.COMPLETED, nested), threads.plainPool))
                .thenRunAsync(() -> log(StressHop.COMPLETED, request), threads.plainWorkers);
    }

    private CompletableFuture<Void> scheduled(StressFields request, StressFields nested) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Runnable task = ending(end, () -> visit(StressHop.SCHEDULED, request, nested));
        ScheduledFuture<?> unused = threads.timer.schedule(task, number % 5, TimeUnit.MILLISECONDS);
        return end;
    }

    private CompletableFuture<Void> periodic(StressFields request) {
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<Void> lastRun = new CompletableFuture<>();
        Runnable task = () -> {
            // The task may run once more before the cancellation.
            if (runs.incrementAndGet() <= StressHop.PERIODIC.events) {
                log(StressHop.PERIODIC, request);
            }
            if (runs.get() == StressHop.PERIODIC.events) {
                lastRun.complete(null);
            }
        };
        ScheduledFuture<?> handle = number % 2 == 0
                ? threads.timer.scheduleAtFixedRate(task, 0, 1, TimeUnit.MILLISECONDS)
                : threads.timer.scheduleWithFixedDelay(task, 0, 1, TimeUnit.MILLISECONDS);
        return lastRun.whenComplete((x, failure) -> handle.cancel(false));
    }

    private CompletableFuture<Void> wrapped(StressFields request, StressFields nested) {
        return CompletableFuture.allOf(
                ran(task -> threads.plainPool.execute(threads.wrapManually(task)), () -> {
                    visit(StressHop.WRAPPED, request, nested);
                    leaveScopeOpen(StressHop.WRAPPED, request, nested);
                }),
                ran(
                        task -> threads.wrapManually(threads.plainWorkers).execute(task),
                        () -> log(StressHop.WRAPPED, request)));
    }

    private CompletableFuture<Void> virtual(StressFields request, StressFields nested) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int i = 0; i < StressHop.VIRTUAL_THREADS / 2; i++) {
            CompletableFuture<Void> child = new CompletableFuture<>();
            ends.add(child);
            ends.add(ran(threads::startVirtual, () -> {
                log(StressHop.VIRTUAL, request);
                // The parent closes the scope, and may end, while its child still runs.
                nested.inside(request).run(() -> {
                    log(StressHop.VIRTUAL, nested);
                    threads.startVirtual(ending(child, () -> log(StressHop.VIRTUAL, nested)));
                });
                log(StressHop.VIRTUAL, request);
            }));
        }
        return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
    }

    private CompletableFuture<Void> unwrapped() {
        Runnable task = () -> log(StressHop.UNWRAPPED, StressFields.NONE);
        return CompletableFuture.allOf(ran(threads.plainPool::execute, task), ran(threads.plainTimer::execute, task));
    }

    /** Logs the fields of the thread, of a nested scope, and of the thread again. */
    private void visit(StressHop hop, StressFields found, StressFields nested) {
        log(hop, found);
        nested.inside(found).run(() -> log(hop, nested));
        log(hop, found);
    }

    @SuppressWarnings("MustBeClosed") // closed in an order that the compiler does not accept
    private void closeOutOfOrder(StressHop hop, StressFields found, StressFields nested) {
        Scope outer = StressFields.NONE.inside(found).open();
        Scope inner = nested.inside(StressFields.NONE).open();
        outer.close();
        log(hop, nested);
        inner.close();
        log(hop, found);
    }

    @SuppressWarnings({"MustBeClosed", "try", "unused"}) // the wrapper of the task must close the scope
    private void leaveScopeOpen(StressHop hop, StressFields found, StressFields nested) {
        Scope never = nested.inside(found).open();
        log(hop, nested);
    }

    private void log(StressHop hop, StressFields expected) {
        log.accept(nextEvent.getAndIncrement() + "|" + hop + "|" + expected.text());
    }

    /** Returns a future for the end of a task, which the given function submits to a thread. */
    private static CompletableFuture<Void> ran(Consumer<Runnable> submit, Runnable task) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        submit.accept(ending(end, task));
        return end;
    }

    private static Runnable ending(CompletableFuture<Void> end, Runnable task) {
        return () -> {
            try {
                task.run();
                end.complete(null);
            } catch (Throwable failure) {
                end.completeExceptionally(failure);
            }
        };
    }
}
