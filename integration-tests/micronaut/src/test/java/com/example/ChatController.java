package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.client.HttpClient;
import io.micronaut.http.client.annotation.Client;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.Async;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Two paths with the same code. The filter matches only one of them. */
@Controller("/{path:chat|plain}")
class ChatController {

    static final Logger log = LoggerFactory.getLogger("app");

    private final ExecutorService pool;
    private final Model model;
    private final HttpClient client;

    ChatController(@Named(TaskExecutors.IO) ExecutorService pool, Model model, @Client("/") HttpClient client) {
        this.pool = pool;
        this.model = model;
        this.client = client;
    }

    @Get("/event-loop")
    String eventLoop(@Header("X-User") String user) {
        log.info("{} event loop", user);
        return "answer";
    }

    @Get("/ping")
    String ping() {
        return "pong";
    }

    @Get("/blocking")
    @ExecuteOn(TaskExecutors.BLOCKING)
    String blocking(@Header("X-User") String user) throws Exception {
        log.info("{} blocking", user);
        for (int i = 1; i <= 2; i++) {
            TelemetryContext.with().samplingIteration(i).run(() -> log.info("{} iteration", user));
        }
        pool.submit(() -> log.info("{} pool", user)).get();
        return model.ask(user).get();
    }

    @Get("/reactive")
    Mono<String> reactive(@Header("X-User") String user) {
        return Mono.delay(Duration.ofMillis(1))
                .doOnNext(tick -> log.info("{} mono", user))
                .flatMap(tick -> Mono.from(client.retrieve("/plain/ping")))
                .doOnNext(answer -> log.info("{} client", user));
    }

    @Singleton
    static class Model {

        @Async
        CompletableFuture<String> ask(String user) {
            log.info("{} async method", user);
            return CompletableFuture.completedFuture("answer");
        }
    }
}
