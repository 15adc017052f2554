package io.github.telemetrycontext.threads;

import static io.github.telemetrycontext.threads.RunningApplication.CARRIED;
import static io.github.telemetrycontext.threads.RunningApplication.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.annotation.Bulkhead;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.TelemetryFuture;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Resilience4j and Caffeine. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibrariesTest {

    private static final Logger log = LoggerFactory.getLogger("app");

    @AutoClose
    private final RunningApplication application = new RunningApplication(
            Agent.class,
            "--resilience4j.thread-pool-bulkhead.instances.model.context-propagators="
                    + TelemetryContextPropagator.class.getName());

    @Test
    void decoratorsOfResilience4jHaveContextOfThread() {
        assertThat(application.ids("/retry", "attempt 2")).isEqualTo(CARRIED);
    }

    @Test
    void stagesOfResilience4jNeedPropagatingScheduler() {
        assertThat(application.ids("/retry-stage", "attempt 2")).isEqualTo(LOST);
        assertThat(application.ids("/retry-stage-propagating", "attempt 2")).isEqualTo(CARRIED);
        assertThat(application.ids("/time-limiter", "too late")).isEqualTo(LOST);
        assertThat(application.ids("/time-limiter-propagating", "too late")).isEqualTo(CARRIED);
    }

    @Test
    void bulkheadWithPoolNeedsWrappedCallOrPropagator() {
        assertThat(application.ids("/bulkhead", "asks")).isEqualTo(LOST);
        assertThat(application.ids("/bulkhead-wrapped", "asks")).isEqualTo(CARRIED);
        assertThat(application.ids("/bulkhead-annotation", "asks")).isEqualTo(LOST);
        assertThat(application.ids("/bulkhead-propagator", "asks")).isEqualTo(CARRIED);
    }

    @Test
    void asyncCacheOfCaffeineNeedsPropagatingExecutor() {
        assertThat(application.ids("/cache-plain", "loads")).isEqualTo(LOST);
        assertThat(application.ids("/cache", "loads")).isEqualTo(CARRIED);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Calls.class, Model.class, Cached.class})
    static class Agent {}

    @RestController
    static class Calls {

        private final ScheduledExecutorService plainClock = Executors.newSingleThreadScheduledExecutor();
        private final ScheduledExecutorService clock =
                TelemetryExecutors.propagating(Executors.newSingleThreadScheduledExecutor());
        private final Retry retry = Retry.of(
                "model", RetryConfig.custom().waitDuration(Duration.ofMillis(1)).build());
        private final TimeLimiter timeLimiter = TimeLimiter.of(Duration.ofMillis(1));
        private final ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.ofDefaults("model");
        private final Model model;

        Calls(Model model) {
            this.model = model;
        }

        @PreDestroy
        void close() throws Exception {
            plainClock.shutdown();
            clock.shutdown();
            bulkhead.close();
        }

        @GetMapping("/retry")
        String retry() {
            AtomicInteger attempts = new AtomicInteger();
            return retry.executeSupplier(() -> ask(attempts));
        }

        @GetMapping("/retry-stage")
        CompletionStage<String> retryStage() {
            AtomicInteger attempts = new AtomicInteger();
            return retry.executeCompletionStage(plainClock, () -> CompletableFuture.supplyAsync(() -> ask(attempts)));
        }

        @GetMapping("/retry-stage-propagating")
        CompletionStage<String> retryStagePropagating() {
            AtomicInteger attempts = new AtomicInteger();
            return retry.executeCompletionStage(clock, () -> TelemetryFuture.supplyAsync(() -> ask(attempts)));
        }

        @GetMapping("/time-limiter")
        CompletionStage<String> timeLimiter() {
            CountDownLatch attached = new CountDownLatch(1);
            plainClock.submit(() -> {
                attached.await();
                return true;
            });
            CompletionStage<String> answer = timeLimiter
                    .executeCompletionStage(plainClock, () -> new CompletableFuture<String>())
                    .exceptionally(failure -> tooLate());
            attached.countDown();
            return answer;
        }

        @GetMapping("/time-limiter-propagating")
        CompletionStage<String> timeLimiterPropagating() {
            return timeLimiter
                    .executeCompletionStage(clock, () -> new CompletableFuture<String>())
                    .exceptionally(failure -> tooLate());
        }

        @GetMapping("/bulkhead")
        CompletionStage<String> bulkhead() {
            return bulkhead.executeSupplier(() -> Model.answer());
        }

        @GetMapping("/bulkhead-wrapped")
        CompletionStage<String> bulkheadWrapped() {
            return bulkhead.executeSupplier(TelemetryContext.current().wrapSupplier(() -> Model.answer()));
        }

        @GetMapping("/bulkhead-annotation")
        CompletionStage<String> bulkheadAnnotation() {
            return model.ask();
        }

        @GetMapping("/bulkhead-propagator")
        CompletionStage<String> bulkheadPropagator() {
            return model.askWithPropagator();
        }

        private static String ask(AtomicInteger attempts) {
            log.info("attempt {}", attempts.incrementAndGet());
            if (attempts.get() == 1) {
                throw new IllegalStateException("as asked");
            }
            return "answer";
        }

        private static String tooLate() {
            log.info("too late");
            return "nothing";
        }
    }

    static class Model {

        @Bulkhead(name = "plain", type = Bulkhead.Type.THREADPOOL)
        public CompletionStage<String> ask() {
            return CompletableFuture.completedFuture(answer());
        }

        @Bulkhead(name = "model", type = Bulkhead.Type.THREADPOOL)
        public CompletionStage<String> askWithPropagator() {
            return CompletableFuture.completedFuture(answer());
        }

        static String answer() {
            log.info("asks");
            return "answer";
        }
    }

    @RestController
    static class Cached {

        private final AsyncCache<String, String> plain = Caffeine.newBuilder().buildAsync();
        private final AsyncCache<String, String> cache = Caffeine.newBuilder()
                .executor(TelemetryExecutors.propagating(ForkJoinPool.commonPool()))
                .buildAsync();

        @GetMapping("/cache-plain")
        CompletableFuture<String> plain(@RequestHeader("X-Session-Id") String user) {
            return plain.get(user, this::load);
        }

        @GetMapping("/cache")
        CompletableFuture<String> cache(@RequestHeader("X-Session-Id") String user) {
            return cache.get(user, this::load);
        }

        private String load(String user) {
            log.info("loads");
            return "profile of " + user;
        }
    }
}
