package io.github.telemetrycontext.micrometer;

import static org.junit.jupiter.api.Named.named;

import io.github.telemetrycontext.TelemetryContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A Reactor operator that switches to another thread. Returns the context that an operator sees there. */
interface Pipeline {

    Mono<TelemetryContext> on(PooledThread other);

    static Stream<Named<Pipeline>> all() {
        return Stream.of(
                pipeline(
                        "publishOn",
                        other -> Mono.just(1).publishOn(other.scheduler).flatMap(item -> look())),
                pipeline("subscribeOn", other -> look().subscribeOn(other.scheduler)),
                pipeline("flatMap", other -> Mono.just(1).flatMap(item -> look().subscribeOn(other.scheduler))),
                pipeline(
                        "flatMap of several",
                        other -> Flux.range(1, 3)
                                .publishOn(other.scheduler)
                                .flatMap(item -> look().subscribeOn(other.scheduler))
                                .last()),
                pipeline(
                        "map",
                        other -> Flux.range(1, 3)
                                .publishOn(other.scheduler)
                                .map(item -> TelemetryContext.current())
                                .last()),
                pipeline(
                        "delay",
                        other -> Mono.delay(Duration.ofMillis(1), other.scheduler)
                                .map(item -> TelemetryContext.current())),
                pipeline(
                        "timeout",
                        other -> Mono.<TelemetryContext>never().timeout(Duration.ofMillis(1), look(), other.scheduler)),
                pipeline(
                        "onErrorResume",
                        other -> Mono.<TelemetryContext>error(new IllegalStateException("on purpose"))
                                .publishOn(other.scheduler)
                                .onErrorResume(error -> look())),
                pipeline("retry", other -> {
                    AtomicBoolean failed = new AtomicBoolean();
                    return look().doOnNext(item -> {
                                if (failed.compareAndSet(false, true)) {
                                    throw new IllegalStateException("on purpose");
                                }
                            })
                            .subscribeOn(other.scheduler)
                            .retry(1);
                }),
                pipeline("callback on a foreign thread", callback()));
    }

    /** Continues on a thread that Reactor does not know. */
    static Pipeline callback() {
        return other -> Mono.<Integer>create(sink -> other.executor.execute(() -> sink.success(1)))
                .map(item -> TelemetryContext.current());
    }

    private static Named<Pipeline> pipeline(String name, Pipeline pipeline) {
        return named(name, pipeline);
    }

    private static Mono<TelemetryContext> look() {
        return Mono.fromCallable(TelemetryContext::current);
    }
}
