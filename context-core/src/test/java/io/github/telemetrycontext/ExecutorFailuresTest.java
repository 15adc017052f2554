package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext.Scope;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** Tests failing, rejected and cancelled tasks, and null arguments. */
class ExecutorFailuresTest extends SubmittersAndRunners {

    @Test
    void futureFailsWithAnyThrowableOfTask() {
        for (Throwable thrown :
                List.of(new IOException("on purpose"), new StackOverflowError("on purpose"), new Error("on purpose"))) {
            assertThatThrownBy(() -> SUBMITTER.toBuilder()
                            .call(() -> propagating
                                    .submit((Callable<String>) () -> {
                                        sneak(thrown);
                                        return "never";
                                    })
                                    .get()))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isSameAs(thrown);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws an undeclared exception
    private static <X extends Throwable> void sneak(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @Test
    void keepsSubmittersContextWhenTaskIsRejected() {
        plain.shutdown();
        SUBMITTER.toBuilder().run(() -> {
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> propagating.execute(() -> {}));
            assertThat(TelemetryContext.current()).isEqualTo(SUBMITTER);
        });
    }

    @Test
    void rejectionMessageNamesTaskButNoIds() {
        Runnable task = new Runnable() {
            @Override
            public void run() {}

            @Override
            public String toString() {
                return "the answer";
            }
        };
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        pool.shutdown();
        ExecutorService executor = TelemetryExecutors.propagating((ExecutorService) pool);

        SUBMITTER.toBuilder()
                .run(() -> assertThatExceptionOfType(RejectedExecutionException.class)
                        .isThrownBy(() -> executor.execute(task))
                        .withMessageStartingWith("Task wrapped the answer rejected from "));
    }

    @Test
    void keepsCallersContextWhenCallerRunsTask() throws Exception {
        ThreadPoolExecutor full = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new java.util.concurrent.SynchronousQueue<>(),
                new ThreadPoolExecutor.CallerRunsPolicy());
        CountDownLatch end = new CountDownLatch(1);
        try {
            full.execute(() -> await(end));
            ExecutorService executor = TelemetryExecutors.propagating((ExecutorService) full);
            try (Scope scope = SUBMITTER.makeCurrent()) {
                assertThat(scope).isNotNull();
                Future<TelemetryContext> here = executor.submit(TelemetryContext::current);
                assertThat(here.get()).isSameAs(SUBMITTER);
                assertThat(TelemetryContext.current()).isSameAs(SUBMITTER);
            }
        } finally {
            end.countDown();
            full.shutdownNow();
        }
    }

    @Test
    void restoresRunnersContextWhenRunningTaskIsCancelled() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        Future<?> task = SUBMITTER.toBuilder()
                .call(() -> propagating.submit(() -> {
                    TelemetryContext.with().modelId("inner").run(() -> {
                        started.countDown();
                        await(never);
                    });
                }));
        started.await();
        assertThat(task.cancel(true)).isTrue();
    }

    @Test
    void shutdownNowReturnsOriginalTasks() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        BlockingQueue<TelemetryContext> after = new LinkedBlockingQueue<>();
        ExecutorService executor = TelemetryExecutors.propagating((ExecutorService) pool);
        Runnable waiting = () -> {};
        Runnable wrappedByHand = RUNNER.wrap(waiting);
        SUBMITTER.toBuilder().run(() -> {
            executor.execute(() -> {
                started.countDown();
                await(never);
                after.add(TelemetryContext.current());
            });
            executor.execute(waiting);
            executor.execute(wrappedByHand);
        });
        started.await();

        assertThat(executor.shutdownNow()).containsExactly(waiting, wrappedByHand);
        assertThat(executor.isShutdown()).isTrue();
        assertThat(after.take()).isEqualTo(SUBMITTER);
        assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(executor.isTerminated()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // tests null arguments
    void namesNullArguments() {
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryExecutors.propagating((Executor) null))
                .withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryExecutors.propagating((ExecutorService) null))
                .withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryExecutors.propagating((ScheduledExecutorService) null))
                .withMessage("executor");
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryExecutors.propagating((ThreadFactory) null))
                .withMessage("factory");
        assertThatNullPointerException()
                .isThrownBy(() -> propagating.execute(null))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> propagating.submit((Callable<?>) null))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> propagating.submit((Runnable) null))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> propagating.submit(null, "result"))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> propagating.invokeAll(null))
                .withMessage("tasks");
        assertThatNullPointerException()
                .isThrownBy(() -> propagating.invokeAny(null, 1, TimeUnit.SECONDS))
                .withMessage("tasks");
        assertThatNullPointerException()
                .isThrownBy(() -> propagating.schedule((Runnable) null, 1, TimeUnit.SECONDS))
                .withMessage("task");
        Runnable task = () -> {};
        Callable<String> call = () -> "never";
        List<ThrowableAssert.ThrowingCallable> withoutAUnit = List.of(
                () -> propagating.schedule(task, 1, null),
                () -> propagating.schedule(call, 1, null),
                () -> propagating.scheduleAtFixedRate(task, 1, 1, null),
                () -> propagating.scheduleWithFixedDelay(task, 1, 1, null),
                () -> propagating.invokeAll(List.of(call), 1, null),
                () -> propagating.invokeAny(List.of(call), 1, null),
                () -> propagating.awaitTermination(1, null));
        for (ThrowableAssert.ThrowingCallable use : withoutAUnit) {
            assertThatNullPointerException().isThrownBy(use).withMessage("unit");
        }
    }
}
