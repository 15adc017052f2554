package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WrapTest implements LeavesNoContext {

    private static final TelemetryContext A =
            TelemetryContext.builder().sessionId("a").samplingIteration(1).build();
    private static final TelemetryContext RUNNER =
            TelemetryContext.builder().sessionId("runner").modelId("m").build();

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void pooledThreadHasNoContext() throws Exception {
        assertThat(pool.submit(CurrentContext::held).get()).isNull();
        pool.shutdownNow();
    }

    @Test
    void toStringOfWrappedTaskNamesTaskButNoIds() {
        TelemetryContext context = TelemetryContext.builder().sessionId("s-1").build();
        Runnable task = new Runnable() {
            @Override
            public void run() {}

            @Override
            public String toString() {
                return "a task";
            }
        };
        Callable<String> call = new Callable<>() {
            @Override
            public String call() {
                return "";
            }

            @Override
            public String toString() {
                return "a call";
            }
        };
        assertThat(context.wrap(task)).hasToString("wrapped a task");
        assertThat(context.wrap(call)).hasToString("wrapped a call");
    }

    @Test
    void everyWrapperRunsUnderItsContext() throws Exception {
        AtomicReference<TelemetryContext> seen = new AtomicReference<>(RUNNER);
        Runnable runnable = () -> seen.set(TelemetryContext.current());
        Callable<TelemetryContext> callable = TelemetryContext::current;
        Supplier<TelemetryContext> supplier = TelemetryContext::current;
        Function<String, String> function = x -> x + TelemetryContext.current().sessionId();
        BiFunction<String, String, String> biFunction =
                (x, y) -> x + y + TelemetryContext.current().sessionId();
        Consumer<String> consumer = x -> seen.set(TelemetryContext.current());
        BiConsumer<String, String> biConsumer = (x, y) -> seen.set(TelemetryContext.current());

        try (Scope submitter = RUNNER.makeCurrent()) {
            assertThat(submitter).isNotNull();
            onPool(runnable);
            assertThat(seen.get()).isSameAs(TelemetryContext.empty());
            onPool(A.wrap(runnable));
            assertThat(seen.get()).isSameAs(A);

            assertThat(pool.submit(callable).get().isEmpty()).isTrue();
            assertThat(pool.submit(A.wrap(callable)).get()).isSameAs(A);

            assertThat(onPool(supplier).isEmpty()).isTrue();
            assertThat(onPool(A.wrapSupplier(supplier))).isSameAs(A);

            assertThat(onPool(() -> function.apply("x"))).isEqualTo("xnull");
            assertThat(onPool(() -> A.wrapFunction(function).apply("x"))).isEqualTo("xa");

            assertThat(onPool(() -> biFunction.apply("x", "y"))).isEqualTo("xynull");
            assertThat(onPool(() -> A.wrapBiFunction(biFunction).apply("x", "y")))
                    .isEqualTo("xya");

            onPool(() -> consumer.accept("x"));
            assertThat(seen.get()).isSameAs(TelemetryContext.empty());
            onPool(() -> A.wrapConsumer(consumer).accept("x"));
            assertThat(seen.get()).isSameAs(A);

            onPool(() -> biConsumer.accept("x", "y"));
            assertThat(seen.get()).isSameAs(TelemetryContext.empty());
            onPool(() -> A.wrapBiConsumer(biConsumer).accept("x", "y"));
            assertThat(seen.get()).isSameAs(A);
        }
    }

    @Test
    void wrappedExecutorRunsTasksUnderItsOwnContext() throws Exception {
        Executor wrapped = A.wrap((Executor) pool);
        try (Scope submitter = RUNNER.makeCurrent()) {
            assertThat(submitter).isNotNull();
            for (int i = 0; i < 2; i++) {
                assertThat(CompletableFuture.supplyAsync(TelemetryContext::current, wrapped)
                                .get())
                        .isSameAs(A);
            }
            assertThat(CompletableFuture.supplyAsync(TelemetryContext::current, pool)
                            .get()
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void restoresRunnersContextWhenTaskThrows() {
        try (Scope runner = RUNNER.makeCurrent()) {
            assertThat(runner).isNotNull();
            assertThatThrownBy(() -> A.wrap((Runnable) () -> {
                                throw new StackOverflowError("from the task");
                            })
                            .run())
                    .isInstanceOf(StackOverflowError.class);
            assertThat(TelemetryContext.current()).isSameAs(RUNNER);

            assertThatThrownBy(() -> A.wrap((Callable<String>) () -> {
                                throw new IOException("from the task");
                            })
                            .call())
                    .isInstanceOf(IOException.class);
            assertThat(TelemetryContext.current()).isSameAs(RUNNER);
        }
    }

    @Test
    void runsBlockOnThisThreadUnderItsContext() throws Exception {
        try (Scope runner = RUNNER.makeCurrent()) {
            assertThat(runner).isNotNull();
            A.run(() -> assertThat(TelemetryContext.current()).isSameAs(A));
            assertThat(A.<TelemetryContext, IOException>call(TelemetryContext::current))
                    .isSameAs(A);
            assertThatThrownBy(() -> A.call(() -> {
                        throw new IOException("from the block");
                    }))
                    .isInstanceOf(IOException.class);
            assertThat(TelemetryContext.current()).isSameAs(RUNNER);
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // tests a leak
    void restoresPooledThreadWhenTaskLeavesScopeOpen() throws Exception {
        onPool(A.wrap((Runnable) RUNNER::makeCurrent));
        assertThat(pool.submit(TelemetryContext::current).get().isEmpty()).isTrue();
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // tests a leak
    void restoresPooledThreadWhenTaskOverflowsStackInsideScope() throws Exception {
        Runnable task = () -> {
            RUNNER.makeCurrent();
            overflow();
        };
        assertThatThrownBy(() -> onPool(A.wrap(task))).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(pool.submit(CurrentContext::held).get()).isNull();

        assertThatThrownBy(() -> onPool(task)).hasCauseInstanceOf(StackOverflowError.class);
        assertThat(pool.submit(TelemetryContext::current).get())
                .as("control: task without wrapper")
                .isSameAs(RUNNER);
        onPool(() -> CurrentContext.hold(null));
    }

    @SuppressWarnings("InfiniteRecursion") // tests a stack overflow
    private static void overflow() {
        overflow();
    }

    @Test
    void wrappedTaskRunsRepeatedlyAndConcurrently() throws Exception {
        int threads = 4;
        ExecutorService many = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier together = new CyclicBarrier(threads);
            Callable<TelemetryContext> task = A.wrap((Callable<TelemetryContext>) () -> {
                together.await();
                return TelemetryContext.current();
            });
            List<Future<TelemetryContext>> results = new ArrayList<>();
            for (int i = 0; i < 8 * threads; i++) {
                results.add(many.submit(task));
            }
            for (Future<TelemetryContext> result : results) {
                assertThat(result.get()).isSameAs(A);
            }
        } finally {
            many.shutdownNow();
        }
    }

    @Test
    void concurrentTasksSeeOnlyTheirOwnContext() throws Exception {
        int tasks = 8;
        ExecutorService many = Executors.newFixedThreadPool(tasks);
        try {
            CyclicBarrier together = new CyclicBarrier(tasks);
            List<Future<List<String>>> results = new ArrayList<>();
            for (int i = 0; i < tasks; i++) {
                String session = "s-" + i;
                results.add(many.submit(() -> {
                    List<String> seen = new ArrayList<>();
                    try (Scope scope =
                            TelemetryContext.with().sessionId(session).open()) {
                        assertThat(scope).isNotNull();
                        for (int round = 0; round < 50; round++) {
                            together.await();
                            seen.add(TelemetryContext.current().sessionId());
                        }
                    }
                    return seen;
                }));
            }
            for (int i = 0; i < tasks; i++) {
                assertThat(results.get(i).get()).hasSize(50).containsOnly("s-" + i);
            }
        } finally {
            many.shutdownNow();
        }
    }

    @Test
    void platformThreadsAndCommonPoolDoNotInherit() throws Exception {
        ForkJoinPool fresh = new ForkJoinPool(1);
        try (Scope scope = A.makeCurrent()) {
            assertThat(scope).isNotNull();
            for (Executor executor :
                    List.<Executor>of(task -> new Thread(task).start(), fresh, ForkJoinPool.commonPool())) {
                AtomicReference<TelemetryContext> seen = new AtomicReference<>(A);
                // Waits with a latch, because join() may run the task on this thread.
                CountDownLatch done = new CountDownLatch(1);
                executor.execute(() -> {
                    seen.set(TelemetryContext.current());
                    done.countDown();
                });
                done.await();
                assertThat(seen.get()).isSameAs(TelemetryContext.empty());
            }
        } finally {
            fresh.shutdownNow();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // tests null arguments
    void namesNullArguments() {
        assertThatNullPointerException()
                .isThrownBy(() -> A.wrap((Runnable) null))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> A.wrap((Callable<?>) null))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> A.wrap((Executor) null))
                .withMessage("executor");
        assertThatNullPointerException().isThrownBy(() -> A.run(null)).withMessage("block");
        assertThatNullPointerException().isThrownBy(() -> A.call(null)).withMessage("block");
        assertThatNullPointerException().isThrownBy(() -> A.wrapSupplier(null)).withMessage("supplier");
        assertThatNullPointerException().isThrownBy(() -> A.wrapFunction(null)).withMessage("function");
        assertThatNullPointerException()
                .isThrownBy(() -> A.wrapBiFunction(null))
                .withMessage("function");
        assertThatNullPointerException().isThrownBy(() -> A.wrapConsumer(null)).withMessage("consumer");
        assertThatNullPointerException()
                .isThrownBy(() -> A.wrapBiConsumer(null))
                .withMessage("consumer");
        assertThatNullPointerException()
                .isThrownBy(() -> A.wrap(Runnable::run).execute(null))
                .withMessage("task");
    }

    private void onPool(Runnable task) throws Exception {
        pool.submit(task).get();
    }

    private <T> T onPool(Supplier<T> task) throws Exception {
        return pool.submit(task::get).get();
    }
}
