package io.github.telemetrycontext.recipes;

import static io.github.telemetrycontext.recipes.TwoSessions.carried;
import static io.github.telemetrycontext.recipes.TwoSessions.lost;
import static io.github.telemetrycontext.recipes.TwoSessions.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.TelemetryFuture;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TelemetryContextExtension.class)
class Resilience4jTest {

    private final Retry retry = Retry.of(
            "model", RetryConfig.custom().waitDuration(Duration.ofMillis(1)).build());

    @Test
    void bulkheadWithPropagatorRunsCallsWithContextOfCaller() throws Exception {
        ThreadPoolBulkheadConfig config = ThreadPoolBulkheadConfig.custom()
                .contextPropagator(new ResilienceContext())
                .build();
        assertThat(calls(ThreadPoolBulkhead.of("model", config))).isEqualTo(carried("call"));
    }

    @Test
    void bulkheadLosesContextByDefault() throws Exception {
        assertThat(calls(ThreadPoolBulkhead.ofDefaults("model"))).isEqualTo(lost("call"));
    }

    private static Map<String, Set<TwoSessions.Ids>> calls(ThreadPoolBulkhead bulkhead) throws Exception {
        try {
            return TwoSessions.run(user -> bulkhead.executeRunnable(() -> step(user, "call"))
                    .toCompletableFuture()
                    .join());
        } finally {
            bulkhead.close();
        }
    }

    @Test
    void asynchronousRetriesHaveContextWithPropagatingScheduler() throws Exception {
        ScheduledExecutorService clock = TelemetryExecutors.propagating(Executors.newSingleThreadScheduledExecutor());
        try {
            assertThat(TwoSessions.run(user -> {
                        AtomicInteger attempts = new AtomicInteger();
                        retry.executeCompletionStage(
                                        clock, () -> TelemetryFuture.supplyAsync(() -> answer(user, attempts)))
                                .toCompletableFuture()
                                .join();
                    }))
                    .isEqualTo(carried("attempt 1", "attempt 2"));
        } finally {
            clock.shutdown();
        }
    }

    @Test
    void asynchronousRetriesLoseContextByDefault() throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            assertThat(TwoSessions.run(user -> {
                        AtomicInteger attempts = new AtomicInteger();
                        retry.executeCompletionStage(
                                        clock, () -> CompletableFuture.supplyAsync(() -> answer(user, attempts)))
                                .toCompletableFuture()
                                .join();
                    }))
                    .isEqualTo(lost("attempt 1", "attempt 2"));
        } finally {
            clock.shutdown();
        }
    }

    private static String answer(String user, AtomicInteger attempts) {
        step(user, "attempt " + attempts.incrementAndGet());
        if (attempts.get() == 1) {
            throw new IllegalStateException("as asked");
        }
        return "answer";
    }
}
