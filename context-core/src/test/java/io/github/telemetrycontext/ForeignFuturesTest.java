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
 * Futures that hand a stage to its executor on the thread that completes the future. A propagating executor sees the context
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

    /** What a future completes with. */
    private record Answer() {

        /** The session that is current where a stage reads the answer. */
        String text() {
            return String.valueOf(TelemetryContext.current().sessionId());
        }
    }

    @Test
    void stagesOfAPlainFutureRunUnderTheContextOfTheThreadThatCompletesIt() {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<String> session = ALICE.wrapSupplier(() -> answer.thenApplyAsync(Answer::text, pool))
                .get();
        BOB.toBuilder().run(() -> answer.complete(new Answer()));

        assertThat(session.join()).isEqualTo("bob");
    }

    @Test
    void stagesRunUnderTheContextOfTheCodeThatAttachedThemOnAnExecutorThatIsWrappedThere() {
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
    void stagesOfATelemetryFutureRunUnderTheContextOfTheCodeThatAttachedThem() {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        CompletableFuture<String> session = ALICE.wrapSupplier(() -> {
                    return TelemetryFuture.of(answer).thenApplyAsync(Answer::text, pool);
                })
                .get();
        BOB.toBuilder().run(() -> answer.complete(new Answer()));

        assertThat(session.join()).isEqualTo("alice");
    }

    @Test
    void transformationsOfGuavaRunUnderTheContextOfTheThreadThatCompletesTheFuture() throws Exception {
        SettableFuture<Answer> answer = SettableFuture.create();
        ListenableFuture<String> session = ALICE.wrapSupplier(() -> Futures.transform(answer, Answer::text, pool))
                .get();
        BOB.toBuilder().run(() -> answer.set(new Answer()));

        assertThat(session.get()).isEqualTo("bob");
    }

    @Test
    void transformationsOfGuavaRunUnderTheContextOfTheCodeThatAttachedThemOnAnExecutorThatIsWrappedThere()
            throws Exception {
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
