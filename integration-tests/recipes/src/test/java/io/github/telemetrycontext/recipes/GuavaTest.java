package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuavaTest {

    private final ExecutorService client = Executors.newSingleThreadExecutor();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterAll
    void close() {
        client.shutdown();
        threads.shutdown();
    }

    @Test
    void listeningPoolRunsTasksWithContextOfSubmitter() throws Exception {
        ListeningExecutorService pool = MoreExecutors.listeningDecorator(TelemetryExecutors.propagating(threads));
        assertThat(TwoSessions.run(user -> pool.submit(() -> step(user, "task")).get()))
                .isEqualTo(carried("task"));
    }

    @Test
    void listeningPoolLosesContextByDefault() throws Exception {
        ListeningExecutorService pool = MoreExecutors.listeningDecorator(threads);
        assertThat(TwoSessions.run(user -> pool.submit(() -> step(user, "task")).get()))
                .isEqualTo(lost("task"));
    }

    @Test
    void functionsOfFuturesNeedWrappedExecutor() throws Exception {
        assertThat(TwoSessions.run(user -> {
                    SettableFuture<String> answer = SettableFuture.create();
                    ListenableFuture<Integer> length = length(answer, user, threads);
                    client.execute(() -> answer.set("answer"));
                    length.get();
                }))
                .isEqualTo(carried("function"));
    }

    private static ListenableFuture<Integer> length(ListenableFuture<String> answer, String user, Executor pool) {
        Executor executor = TelemetryContext.current().wrap(pool);
        return Futures.transform(answer, text -> length(user, text), executor);
    }

    @Test
    void functionsOfFuturesLoseContextOnPropagatingPool() throws Exception {
        Executor pool = TelemetryExecutors.propagating(threads);
        assertThat(TwoSessions.run(user -> {
                    SettableFuture<String> answer = SettableFuture.create();
                    ListenableFuture<Integer> length = Futures.transform(answer, text -> length(user, text), pool);
                    client.execute(() -> answer.set("answer"));
                    length.get();
                }))
                .isEqualTo(lost("function"));
    }

    private static int length(String user, String text) {
        step(user, "function");
        return text.length();
    }
}
