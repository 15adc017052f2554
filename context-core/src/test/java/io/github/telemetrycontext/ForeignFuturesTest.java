package io.github.telemetrycontext;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests futures that submit a stage to its executor on the completing thread. A propagating executor captures the context
 * of that thread.
 */
class ForeignFuturesTest implements LeavesNoContext {

    private static final TelemetryContext ALICE =
            TelemetryContext.builder().sessionId("alice").build();
    private static final TelemetryContext BOB =
            TelemetryContext.builder().sessionId("bob").build();

    private final ExecutorService pool = TelemetryExecutors.propagating(Executors.newFixedThreadPool(2));

    @AfterEach
    void shutDown() throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    /** The result of a future. */
    private record Answer() {

        /** Returns the session that is current when a stage reads the answer. */
        String text() {
            return String.valueOf(TelemetryContext.current().sessionId());
        }
    }

    @Test
    void plainFutureRunsStageUnderContextOfCompletingThread() {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<String> session = ALICE.wrapSupplier(() -> answer.thenApplyAsync(Answer::text, pool))
                .get();
        BOB.toBuilder().run(() -> answer.complete(new Answer()));

        assertThat(session.join()).isEqualTo("bob");
    }

    @Test
    void plainFutureRunsStageUnderAttachersContextOnWrappedExecutor() {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<String> session = ALICE.wrapSupplier(() -> {
                    Executor executor = TelemetryContext.current().wrap(pool);
                    return answer.thenApplyAsync(Answer::text, executor);
                })
                .get();
        BOB.toBuilder().run(() -> answer.complete(new Answer()));

        assertThat(session.join()).isEqualTo("alice");
    }

    @Test
    void telemetryFutureRunsStageUnderAttachersContext() {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<String> session = ALICE.wrapSupplier(() -> {
                    return TelemetryFuture.of(answer).thenApplyAsync(Answer::text, pool);
                })
                .get();
        BOB.toBuilder().run(() -> answer.complete(new Answer()));

        assertThat(session.join()).isEqualTo("alice");
    }

    @Test
    void guavaTransformRunsUnderContextOfCompletingThread() throws Exception {
        SettableFuture<Answer> answer = SettableFuture.create();
        ListenableFuture<String> session = ALICE.wrapSupplier(() -> Futures.transform(answer, Answer::text, pool))
                .get();
        BOB.toBuilder().run(() -> answer.set(new Answer()));

        assertThat(session.get()).isEqualTo("bob");
    }

    @Test
    void guavaTransformRunsUnderAttachersContextOnWrappedExecutor() throws Exception {
        SettableFuture<Answer> answer = SettableFuture.create();
        ListenableFuture<String> session = ALICE.wrapSupplier(() -> {
                    Executor executor = TelemetryContext.current().wrap(pool);
                    return Futures.transform(answer, Answer::text, executor);
                })
                .get();
        BOB.toBuilder().run(() -> answer.set(new Answer()));

        assertThat(session.get()).isEqualTo("alice");
    }
}
