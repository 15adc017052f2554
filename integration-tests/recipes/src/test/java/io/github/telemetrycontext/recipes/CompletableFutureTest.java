package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.TelemetryFuture;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client completes the futures on its own thread after the stages are attached. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompletableFutureTest {

    private static final String[] STEPS = {"applied", "composed", "failed"};

    private final ExecutorService client = Executors.newSingleThreadExecutor();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @AfterAll
    void close() {
        client.shutdown();
        pool.shutdown();
    }

    @Test
    void stagesOfTelemetryFutureHaveContextOfAttachingThread() throws Exception {
        assertThat(TwoSessions.run(user -> {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    CompletableFuture<String> done = stages(TelemetryFuture.of(answer), user);
                    client.execute(() -> answer.complete("answer"));
                    done.join();
                }))
                .isEqualTo(carried(STEPS));
    }

    @Test
    void stagesOfPlainFutureLoseContext() throws Exception {
        assertThat(TwoSessions.run(user -> {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    CompletableFuture<String> done = stages(answer, user);
                    client.execute(() -> answer.complete("answer"));
                    done.join();
                }))
                .isEqualTo(lost(STEPS));
    }

    /** A propagating pool uses the context of the thread that completes the future. That thread has none. */
    private CompletableFuture<String> stages(CompletableFuture<String> answer, String user) {
        return answer.thenApply(text -> seen(user, "applied"))
                .thenComposeAsync(
                        same -> CompletableFuture.completedFuture(seen(user, "composed")),
                        TelemetryExecutors.propagating(pool))
                .<String>thenApply(same -> {
                    throw new IllegalStateException("as asked");
                })
                .exceptionally(failure -> seen(user, "failed"));
    }

    private static String seen(String user, String name) {
        step(user, name);
        return user;
    }

    @Test
    void codeOfPagePropagatesContext() throws Exception {
        assertThat(TwoSessions.run(user -> {
                    CompletableFuture<String> answer = new CompletableFuture<>();
                    CompletableFuture<Integer> length = length(answer, user);
                    CompletableFuture<Integer> lengthOnPool = length(answer, user, pool);
                    client.execute(() -> answer.complete("answer"));
                    length.join();
                    lengthOnPool.join();
                }))
                .isEqualTo(carried("length"));
    }

    private static CompletableFuture<Integer> length(CompletableFuture<String> answer, String user) {
        return TelemetryFuture.of(answer).thenApply(text -> length(user, text));
    }

    private static CompletableFuture<Integer> length(CompletableFuture<String> answer, String user, Executor pool) {
        Executor executor = TelemetryContext.current().wrap(pool);
        return answer.thenApplyAsync(text -> length(user, text), executor);
    }

    private static int length(String user, String text) {
        step(user, "length");
        return text.length();
    }
}
