package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Without Reactor's automatic propagation, only {@code handle} and {@code tap} restore captured contexts. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scope variables are never read
class ReactorManualTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();

    @RegisterExtension
    private final PooledThread pool = new PooledThread();

    private Mono<TelemetryContext> handled() {
        return Mono.just(1).publishOn(pool.scheduler).handle((item, sink) -> sink.next(TelemetryContext.current()));
    }

    @Test
    void handleSeesCapturedContext() {
        try (Scope scope = CALLER.makeCurrent()) {
            assertThat(handled().block()).isSameAs(PooledThread.ITS_OWN);
            assertThat(handled().contextCapture().block()).isSameAs(CALLER);
        }
    }

    @Test
    void emptyCapturedContextHidesContextOfThread() {
        assertThat(handled().contextCapture().block()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void tapSeesCapturedContext() {
        List<TelemetryContext> seen = new ArrayList<>();
        Mono<Integer> tapped = Mono.just(1).publishOn(pool.scheduler).tap(() -> new DefaultSignalListener<>() {
            @Override
            public void doOnNext(Integer item) {
                seen.add(TelemetryContext.current());
            }
        });
        try (Scope scope = CALLER.makeCurrent()) {
            tapped.contextCapture().block();
        }
        assertThat(seen).containsExactly(CALLER);
    }

    @Test
    void otherOperatorsDoNotSeeCapturedContext() {
        try (Scope scope = CALLER.makeCurrent()) {
            assertThat(Mono.just(1)
                            .publishOn(pool.scheduler)
                            .map(item -> TelemetryContext.current())
                            .contextCapture()
                            .block())
                    .isSameAs(PooledThread.ITS_OWN);
        }
    }

    @Test
    void handleSeesWrittenContext() {
        assertThat(under(CALLER, handled()).block()).isSameAs(CALLER);
    }

    private static Mono<TelemetryContext> under(TelemetryContext context, Mono<TelemetryContext> pipeline) {
        return pipeline.contextWrite(Context.of(TelemetryContextThreadLocalAccessor.KEY, context));
    }

    @Test
    void returnsCapturedContextForKey() {
        try (Scope scope = CALLER.makeCurrent()) {
            assertThat(Mono.deferContextual(carried ->
                                    Mono.just(carried.<TelemetryContext>get(TelemetryContextThreadLocalAccessor.KEY)))
                            .contextCapture()
                            .block())
                    .isSameAs(CALLER);
        }
    }
}
