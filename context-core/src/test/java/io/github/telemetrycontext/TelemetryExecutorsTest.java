package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import io.github.telemetrycontext.TelemetryContext.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TelemetryExecutorsTest extends SubmittersAndRunners {

    /** Submits a task in one way. Returns the context that the task saw. */
    interface Submission {
        TelemetryContext through(ScheduledExecutorService executor) throws Exception;
    }

    static Stream<Named<Submission>> submissions() {
        return Stream.of(
                submission("execute", (executor, seen) -> executor.execute(seen::addCurrent)),
                submission(
                        "submit(Runnable)",
                        (executor, seen) -> executor.submit(seen::addCurrent).get()),
                submission(
                        "submit(Runnable, T)",
                        (executor, seen) -> assertThat(executor.submit(seen::addCurrent, "result")
                                        .get())
                                .isEqualTo("result")),
                submission(
                        "submit(Callable)",
                        (executor, seen) ->
                                assertThat(executor.submit(seen).get()).isEqualTo("result")),
                submission(
                        "invokeAll",
                        (executor, seen) -> assertThat(
                                        executor.invokeAll(List.of(seen)).get(0).get())
                                .isEqualTo("result")),
                submission(
                        "invokeAll with a timeout",
                        (executor, seen) -> assertThat(executor.invokeAll(List.of(seen), 1, TimeUnit.HOURS)
                                        .get(0)
                                        .get())
                                .isEqualTo("result")),
                submission(
                        "invokeAny",
                        (executor, seen) ->
                                assertThat(executor.invokeAny(List.of(seen))).isEqualTo("result")),
                submission(
                        "invokeAny with a timeout",
                        (executor, seen) -> assertThat(executor.invokeAny(List.of(seen), 1, TimeUnit.HOURS))
                                .isEqualTo("result")),
                submission(
                        "schedule(Runnable)",
                        (executor, seen) -> executor.schedule(seen::addCurrent, 1, TimeUnit.MILLISECONDS)
                                .get()),
                submission(
                        "schedule(Callable)",
                        (executor, seen) -> assertThat(executor.schedule(seen, 1, TimeUnit.MILLISECONDS)
                                        .get())
                                .isEqualTo("result")),
                submission(
                        "scheduleAtFixedRate",
                        (executor, seen) -> seen.thirdRun(
                                executor.scheduleAtFixedRate(seen::addCurrent, 0, 1, TimeUnit.MILLISECONDS))),
                submission(
                        "scheduleWithFixedDelay",
                        (executor, seen) -> seen.thirdRun(
                                executor.scheduleWithFixedDelay(seen::addCurrent, 0, 1, TimeUnit.MILLISECONDS))));
    }

    private static Named<Submission> submission(String name, Use use) {
        return named(name, executor -> {
            Seen seen = new Seen();
            use.accept(executor, seen);
            return seen.contexts.take();
        });
    }

    interface Use {
        void accept(ScheduledExecutorService executor, Seen seen) throws Exception;
    }

    static final class Seen implements Callable<String> {

        final BlockingQueue<TelemetryContext> contexts = new LinkedBlockingQueue<>();

        void addCurrent() {
            contexts.add(TelemetryContext.current());
        }

        @Override
        public String call() {
            addCurrent();
            return "result";
        }

        void thirdRun(Future<?> repeating) throws InterruptedException {
            TelemetryContext first = contexts.take();
            assertThat(contexts.take()).isEqualTo(first);
            assertThat(contexts.take()).isEqualTo(first);
            repeating.cancel(false);
            contexts.add(first);
        }
    }

    @ParameterizedTest
    @MethodSource("submissions")
    void runsTaskUnderSubmittersContext(Submission submission) throws Exception {
        try (Scope scope = SUBMITTER.makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(submission.through(plain)).isEqualTo(RUNNER);
            assertThat(submission.through(propagating)).isSameAs(SUBMITTER);
        }
    }

    @ParameterizedTest
    @MethodSource("submissions")
    void runsTaskUnderEmptyContextWhenSubmitterHasNone(Submission submission) throws Exception {
        assertThat(submission.through(propagating)).isSameAs(TelemetryContext.empty());
    }

    @Test
    void propagatesThroughPlainExecutor() throws Exception {
        BlockingQueue<TelemetryContext> seen = new LinkedBlockingQueue<>();
        Executor newThread = task -> new Thread(task).start();
        Executor propagating = TelemetryExecutors.propagating(newThread);
        SUBMITTER.toBuilder().run(() -> newThread.execute(() -> seen.add(TelemetryContext.current())));
        assertThat(seen.take()).isEqualTo(TelemetryContext.empty());
        SUBMITTER.toBuilder().run(() -> propagating.execute(() -> seen.add(TelemetryContext.current())));
        assertThat(seen.take()).isEqualTo(SUBMITTER);
    }

    @Test
    void threadFactoryPropagatesContextOfCaller() throws Exception {
        BlockingQueue<TelemetryContext> seen = new LinkedBlockingQueue<>();
        ThreadFactory factory = Executors.defaultThreadFactory();
        try (Scope scope = SUBMITTER.makeCurrent()) {
            assertThat(scope).isNotNull();
            factory.newThread(() -> seen.add(TelemetryContext.current())).start();
            assertThat(seen.take()).isSameAs(TelemetryContext.empty());
            TelemetryExecutors.propagating(factory)
                    .newThread(() -> seen.add(TelemetryContext.current()))
                    .start();
            assertThat(seen.take()).isSameAs(SUBMITTER);
        }
    }

    @Test
    void forkJoinPoolPropagatesContextOfSubmitter() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(1);
        try (Scope scope = SUBMITTER.makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(pool.submit(() -> TelemetryContext.current()).get()).isSameAs(TelemetryContext.empty());
            assertThat(TelemetryExecutors.propagating(pool)
                            .submit(() -> TelemetryContext.current())
                            .get())
                    .isSameAs(SUBMITTER);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void doesNotWrapTwice() {
        Executor executor = TelemetryExecutors.propagating((Executor) Runnable::run);
        ThreadFactory factory = TelemetryExecutors.propagating(Executors.defaultThreadFactory());
        Runnable task = SUBMITTER.wrap(() -> {});

        assertThat(TelemetryExecutors.propagating(executor)).isSameAs(executor);
        assertThat(TelemetryExecutors.propagating(factory)).isSameAs(factory);
        assertThat((Object) TelemetryExecutors.propagating(propagating)).isSameAs(propagating);
        assertThat((Object) TelemetryExecutors.propagating((ExecutorService) propagating))
                .isSameAs(propagating);
        assertThat((Object) TelemetryExecutors.propagating((Executor) propagating))
                .isSameAs(propagating);
        assertThat(RUNNER.wrap(task)).isSameAs(task);
        Callable<String> call = SUBMITTER.wrap(() -> "result");
        assertThat(RUNNER.wrap(call)).isSameAs(call);
    }

    @Test
    void wrapsByRuntimeTypeOfExecutor() {
        assertThat(TelemetryExecutors.propagating((Executor) plain)).isInstanceOf(ScheduledExecutorService.class);
        assertThat((Object) TelemetryExecutors.propagating((ExecutorService) plain))
                .isInstanceOf(ScheduledExecutorService.class);
    }

    @Test
    void delegatesOtherMethods() throws Exception {
        List<String> calls = new ArrayList<>();
        ScheduledThreadPoolExecutor delegate = new ScheduledThreadPoolExecutor(1) {
            @Override
            public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initial, long period, TimeUnit unit) {
                calls.add("rate " + initial + " " + period + " " + unit);
                return super.scheduleAtFixedRate(task, initial, period, unit);
            }

            @Override
            public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
                calls.add("delay " + initial + " " + delay + " " + unit);
                return super.scheduleWithFixedDelay(task, initial, delay, unit);
            }
        };
        ScheduledExecutorService executor = TelemetryExecutors.propagating((ScheduledExecutorService) delegate);
        executor.scheduleAtFixedRate(() -> {}, 1, 2, TimeUnit.HOURS).cancel(false);
        executor.scheduleWithFixedDelay(() -> {}, 3, 4, TimeUnit.DAYS).cancel(false);
        assertThat(calls).containsExactly("rate 1 2 HOURS", "delay 3 4 DAYS");

        CountDownLatch never = new CountDownLatch(1);
        Callable<String> waiting = () -> {
            never.await();
            return "never";
        };
        assertThat(executor.invokeAll(List.of(waiting), 1, TimeUnit.MILLISECONDS))
                .singleElement()
                .satisfies(future -> assertThat(future.isCancelled()).isTrue());
        assertThatThrownBy(() -> executor.invokeAny(List.of(waiting), 1, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);

        assertThat(executor.toString())
                .startsWith("propagating " + delegate.getClass().getName());
        assertThat(executor.isShutdown()).isFalse();
        assertThat(executor.isTerminated()).isFalse();
        assertThat(executor.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        executor.shutdown();
        assertThat(delegate.isShutdown()).isTrue();
        assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    /** Containers look for a method named close, even on JDK 17, whose interface does not have it. */
    @Test
    void closeShutsDownDelegate() {
        ((PropagatingExecutorService<?>) propagating).close();
        assertThat(plain.isShutdown()).isTrue();
    }

    @Test
    void keepsContextOfWrappedTask() throws Exception {
        assertThat(RUNNER.toBuilder()
                        .call(() -> propagating.submit(SUBMITTER.wrap(TelemetryContext::current)))
                        .get())
                .isSameAs(SUBMITTER);
    }
}
