package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Reactor's automatic propagation. As the control, tests repeat the same steps with propagation off. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scope variables are never read
class ReactorAutomaticTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").samplingIteration(1).build();
    private static final TelemetryContext WRITTEN =
            TelemetryContext.builder().requestId("written").build();

    @RegisterExtension
    private final PooledThread pool = new PooledThread();

    @BeforeEach
    void propagate() {
        Hooks.enableAutomaticContextPropagation();
    }

    @AfterEach
    void stopPropagation() {
        Hooks.disableAutomaticContextPropagation();
    }

    static Stream<Named<Pipeline>> pipelines() {
        return Pipeline.all();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void operatorsOnAnotherThreadSeeContextOfSubscriber(Pipeline pipeline) throws Exception {
        try (Scope scope = CALLER.makeCurrent()) {
            assertThat(pipeline.on(pool).block()).isSameAs(CALLER);
            assertThat(TelemetryContext.current()).isSameAs(CALLER);
            assertThat(pool.unwrapped()).isSameAs(PooledThread.ITS_OWN);

            Hooks.disableAutomaticContextPropagation();
            assertThat(pipeline.on(pool).block()).isSameAs(PooledThread.ITS_OWN);
        }
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void contextCaptureCoversSubscribersThatDoNotBlock(Pipeline pipeline) throws Exception {
        BlockingQueue<TelemetryContext> seen = new LinkedBlockingQueue<>();
        try (Scope scope = CALLER.makeCurrent()) {
            pipeline.on(pool)
                    .doOnNext(item -> seen.add(TelemetryContext.current()))
                    .contextCapture()
                    .subscribe(seen::add);
        }
        assertThat(List.of(seen.take(), seen.take())).containsOnly(CALLER);
    }

    /** Reactor 3.8.7 captures the context in blocking calls such as {@code block}, but not in {@code subscribe}. */
    @Test
    void foreignCallbacksLoseContextWithoutContextCapture() throws Exception {
        BlockingQueue<TelemetryContext> seen = new LinkedBlockingQueue<>();
        try (Scope scope = CALLER.makeCurrent()) {
            Pipeline.callback().on(pool).subscribe(seen::add);
        }
        assertThat(seen.take()).isSameAs(TelemetryContext.empty());
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void hidesContextOfThreadWhenSubscribedOutsideOfScopes(Pipeline pipeline) {
        assertThat(pipeline.on(pool).block()).isSameAs(TelemetryContext.empty());
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void contextWriteAppliesUpstreamAndSubscriberContextDownstream(Pipeline pipeline) {
        try (Scope scope = CALLER.makeCurrent()) {
            assertThat(aboveAndBelow(pipeline).block()).containsExactly(WRITTEN, CALLER);

            Hooks.disableAutomaticContextPropagation();
            assertThat(aboveAndBelow(pipeline).block()).containsExactly(PooledThread.ITS_OWN, PooledThread.ITS_OWN);
        }
    }

    private Mono<List<TelemetryContext>> aboveAndBelow(Pipeline pipeline) {
        return pipeline.on(pool)
                .contextWrite(Context.of(TelemetryContextThreadLocalAccessor.KEY, WRITTEN))
                .map(above -> List.of(above, TelemetryContext.current()));
    }

    @Test
    void errorHandlersSeeContextAndThreadIsRestored() throws Exception {
        BlockingQueue<TelemetryContext> seen = new LinkedBlockingQueue<>();
        Mono<Object> failing = Mono.just(1)
                .publishOn(pool.scheduler)
                .map(item -> {
                    throw new IllegalStateException("on purpose");
                })
                .doOnError(error -> seen.add(TelemetryContext.current()))
                .doFinally(signal -> seen.add(TelemetryContext.current()));

        try (Scope scope = CALLER.makeCurrent()) {
            assertThatIllegalStateException().isThrownBy(failing::block).withMessage("on purpose");
            assertThat(TelemetryContext.current()).isSameAs(CALLER);
        }
        assertThat(List.of(seen.take(), seen.take())).containsOnly(CALLER);
        assertThat(pool.unwrapped()).isSameAs(PooledThread.ITS_OWN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancellationFromAnotherThreadSeesContextOfSubscriber(boolean automatic) throws Exception {
        if (!automatic) {
            Hooks.disableAutomaticContextPropagation();
        }
        BlockingQueue<TelemetryContext> seen = new LinkedBlockingQueue<>();
        Mono<Object> endless = Mono.never()
                .doOnCancel(() -> seen.add(TelemetryContext.current()))
                .contextCapture();

        Disposable running = CALLER.toBuilder().call(() -> endless.subscribe());
        pool.executor.submit(running::dispose).get();

        assertThat(seen.take()).isEqualTo(automatic ? CALLER : PooledThread.ITS_OWN);
        assertThat(pool.unwrapped()).isSameAs(PooledThread.ITS_OWN);
    }

    @Test
    void restoresThreadWhenOperatorLeavesScopeOpen() throws Exception {
        List<Scope> left = new ArrayList<>();
        Mono<TelemetryContext> leaving = Mono.just(1)
                .publishOn(pool.scheduler)
                .doOnNext(item -> left.add(leaveOpen()))
                .map(item -> TelemetryContext.current());

        assertThat(leaving.block()).isEqualTo(WRITTEN);
        assertThat(pool.unwrapped()).isSameAs(PooledThread.ITS_OWN);
        pool.executor.submit(() -> left.forEach(Scope::close)).get();
    }

    @SuppressWarnings("MustBeClosedChecker") // leaves the scope open on purpose
    private static Scope leaveOpen() {
        return WRITTEN.makeCurrent();
    }

    @Test
    void innerSubscriptionSeesScopeOfOuterOperator() {
        Mono<TelemetryContext> inner =
                Mono.fromCallable(TelemetryContext::current).subscribeOn(pool.scheduler);
        try (Scope scope = CALLER.makeCurrent()) {
            TelemetryContext seen = Mono.fromCallable(
                            () -> WRITTEN.toBuilder().call(() -> Objects.requireNonNull(inner.block())))
                    .block();
            assertThat(seen).isEqualTo(WRITTEN);
        }
    }
}
