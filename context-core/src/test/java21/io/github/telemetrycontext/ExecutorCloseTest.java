package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Tests that {@code close()} calls {@code close()} of the wrapped executor. */
class ExecutorCloseTest implements LeavesNoContext {

    @Test
    void closeWaitsForTasks() throws Exception {
        TelemetryContext context = TelemetryContext.builder().sessionId("s-1").build();
        for (ExecutorService delegate : List.of(
                Executors.newVirtualThreadPerTaskExecutor(),
                Executors.newSingleThreadExecutor(),
                Executors.newSingleThreadScheduledExecutor(),
                new ForkJoinPool(1))) {
            BlockingQueue<TelemetryContext> seen = new LinkedBlockingQueue<>();
            CountDownLatch started = new CountDownLatch(1);
            try (ExecutorService executor = TelemetryExecutors.propagating(delegate)) {
                context.toBuilder()
                        .run(() -> executor.execute(() -> {
                            started.countDown();
                            seen.add(TelemetryContext.current());
                        }));
                started.await();
            }
            assertThat(delegate.isTerminated()).isTrue();
            assertThat(seen).containsExactly(context);
        }
    }

    @Test
    void closeHasNoEffectOnCommonPool() throws Exception {
        ExecutorService executor = TelemetryExecutors.propagating((ExecutorService) ForkJoinPool.commonPool());
        executor.close();

        assertThat(executor.isShutdown()).isFalse();
        assertThat(executor.submit(() -> "still runs").get()).isEqualTo("still runs");
    }
}
