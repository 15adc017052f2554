package io.github.telemetrycontext.threads;

import static io.github.telemetrycontext.threads.RunningApplication.CARRIED;
import static io.github.telemetrycontext.threads.RunningApplication.LOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryFuture;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.task.TaskExecutor;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Controllers that respond on other threads. */
@ExtendWith(TelemetryContextExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AsyncControllersTest {

    private static final Logger log = LoggerFactory.getLogger("app");

    @AutoClose
    private final RunningApplication application = new RunningApplication(Agent.class);

    @Test
    void suppliersOnExecutorOfSpringBootHaveContext() {
        assertThat(application.ids("/future", "thinks")).isEqualTo(CARRIED);
        assertThat(application.ids("/common-pool", "thinks")).isEqualTo(LOST);
        assertThat(application.ids("/sse", "sends")).isEqualTo(CARRIED);
        try (RunningApplication off = new RunningApplication(Agent.class, "--telemetry.context.tasks.enabled=false")) {
            assertThat(off.ids("/future", "thinks")).isEqualTo(LOST);
            assertThat(off.ids("/sse", "sends")).isEqualTo(LOST);
        }
    }

    @Test
    void stagesNeedTelemetryFuture() {
        assertThat(application.ids("/stage", "answers")).isEqualTo(LOST);
        assertThat(application.ids("/telemetry-future", "answers")).isEqualTo(CARRIED);
    }

    @Test
    void callbacksOfContainerNeedWrapping() {
        assertThat(application.ids("/sse-timeout", "timed out")).isEqualTo(LOST);
        assertThat(application.ids("/sse-timeout-wrapped", "timed out")).isEqualTo(CARRIED);
        assertThat(application.ids("/sse-completion", "completed")).isEqualTo(LOST);
        assertThat(application.ids("/sse-completion-wrapped", "completed")).isEqualTo(CARRIED);
        assertThat(application.ids("/deferred", "completed")).isEqualTo(LOST);
        assertThat(application.ids("/deferred-wrapped", "completed")).isEqualTo(CARRIED);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Answers.class)
    static class Agent {}

    @RestController
    static class Answers {

        private final TaskExecutor executor;

        Answers(TaskExecutor applicationTaskExecutor) {
            executor = applicationTaskExecutor;
        }

        @GetMapping("/future")
        CompletableFuture<String> future() {
            return CompletableFuture.supplyAsync(() -> think(), executor);
        }

        @GetMapping("/common-pool")
        CompletableFuture<String> commonPool() {
            return CompletableFuture.supplyAsync(() -> think());
        }

        @GetMapping("/stage")
        CompletableFuture<String> stage() {
            CountDownLatch attached = new CountDownLatch(1);
            CompletableFuture<String> answer =
                    CompletableFuture.supplyAsync(() -> think(attached)).thenApply(thought -> answer(thought));
            attached.countDown();
            return answer;
        }

        @GetMapping("/telemetry-future")
        CompletableFuture<String> telemetryFuture() {
            CountDownLatch attached = new CountDownLatch(1);
            CompletableFuture<String> answer =
                    TelemetryFuture.supplyAsync(() -> think(attached)).thenApply(thought -> answer(thought));
            attached.countDown();
            return answer;
        }

        private static String think(CountDownLatch attached) {
            try {
                attached.await();
                return think();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String think() {
            log.info("thinks");
            return "thought";
        }

        private static String answer(String thought) {
            log.info("answers");
            return thought;
        }

        @GetMapping("/sse")
        SseEmitter sse() {
            SseEmitter emitter = new SseEmitter();
            executor.execute(() -> send(emitter));
            return emitter;
        }

        private static void send(SseEmitter emitter) {
            log.info("sends");
            try {
                emitter.send("token");
                emitter.complete();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @GetMapping("/sse-timeout")
        SseEmitter sseTimeout() {
            SseEmitter emitter = new SseEmitter(1L);
            emitter.onTimeout(() -> log.info("timed out"));
            return emitter;
        }

        @GetMapping("/sse-timeout-wrapped")
        SseEmitter sseTimeoutWrapped() {
            SseEmitter emitter = new SseEmitter(1L);
            emitter.onTimeout(TelemetryContext.current().wrap(() -> log.info("timed out")));
            return emitter;
        }

        @GetMapping("/sse-completion")
        SseEmitter sseCompletion() {
            SseEmitter emitter = new SseEmitter(1L);
            emitter.onCompletion(() -> log.info("completed"));
            return emitter;
        }

        @GetMapping("/sse-completion-wrapped")
        SseEmitter sseCompletionWrapped() {
            SseEmitter emitter = new SseEmitter(1L);
            emitter.onCompletion(TelemetryContext.current().wrap(() -> log.info("completed")));
            return emitter;
        }

        @GetMapping("/deferred")
        DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>();
            result.onCompletion(() -> log.info("completed"));
            executor.execute(() -> result.setResult("answer"));
            return result;
        }

        @GetMapping("/deferred-wrapped")
        DeferredResult<String> deferredWrapped() {
            DeferredResult<String> result = new DeferredResult<>();
            result.onCompletion(TelemetryContext.current().wrap(() -> log.info("completed")));
            executor.execute(() -> result.setResult("answer"));
            return result;
        }
    }
}
