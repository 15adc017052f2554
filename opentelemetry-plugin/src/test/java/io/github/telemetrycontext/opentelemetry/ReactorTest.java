package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.opentelemetry.instrumentation.reactor.v3_1.ContextPropagationOperator;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reactor with OpenTelemetry's instrumentation library, which propagates the OpenTelemetry context. */
@ExtendWith(TelemetryContextExtension.class)
@Tag("opentelemetry-1.50")
class ReactorTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final Scheduler scheduler = Schedulers.fromExecutorService(pool);
    private final ContextPropagationOperator instrumentation = ContextPropagationOperator.create();

    @AfterEach
    void assertNoContextLeft() throws ExecutionException, InterruptedException {
        instrumentation.resetOnEachOperator();
        Callable<TelemetryContext> unwrapped = TelemetryContext::current;
        assertThat(pool.submit(unwrapped).get()).isSameAs(TelemetryContext.empty());
        pool.shutdownNow();
    }

    @Test
    void operatorsOnAnotherThreadSeeContextOfSubscriber() {
        assertThat(seenBelowPublishOn()).as("without it").isEqualTo(TelemetryContext.empty());

        instrumentation.registerOnEachOperator();
        assertThat(seenBelowPublishOn()).isEqualTo(CALLER);
        assertThat(seenBelowSubscribeOn()).isEqualTo(CALLER);
    }

    private TelemetryContext seenBelowPublishOn() {
        Flux<TelemetryContext> seen = Flux.range(1, 3).publishOn(scheduler).map(item -> TelemetryContext.current());
        return CALLER.toBuilder().call(() -> Objects.requireNonNull(seen.blockLast()));
    }

    private TelemetryContext seenBelowSubscribeOn() {
        Mono<TelemetryContext> seen =
                Mono.fromCallable(TelemetryContext::current).subscribeOn(scheduler);
        return CALLER.toBuilder().call(() -> Objects.requireNonNull(seen.block()));
    }
}
