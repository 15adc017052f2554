package io.github.telemetrycontext.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.concurrent.CompletableFuture;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.CoroutineScopeKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.ExecutorsKt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.PropagationContextElement;

/** Kotlin's coroutines with Spring's element for Micrometer's snapshots. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scopes are there for their ends alone
class CoroutinesTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();

    @RegisterExtension
    private final PooledThread pool = new PooledThread();

    private final CoroutineDispatcher dispatcher = ExecutorsKt.from(pool.executor);

    /** What a coroutine sees on the pooled thread. */
    private TelemetryContext seen(CoroutineContext element) throws InterruptedException {
        return BuildersKt.runBlocking(
                element,
                (coroutine, continuation) -> BuildersKt.withContext(
                        dispatcher, (inner, innerContinuation) -> TelemetryContext.current(), continuation));
    }

    @Test
    void aCoroutineOnAnotherThreadSeesTheContextOfItsCaller() throws Exception {
        try (Scope scope = CALLER.makeCurrent()) {
            assertThat(seen(EmptyCoroutineContext.INSTANCE)).isSameAs(PooledThread.ITS_OWN);
            assertThat(seen(new PropagationContextElement())).isSameAs(CALLER);
            assertThat(TelemetryContext.current()).isSameAs(CALLER);
            assertThat(pool.unwrapped()).isSameAs(PooledThread.ITS_OWN);
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // the open scope is what is tested
    void aScopeThatStaysOpenWhileItsCoroutineIsSuspendedShowsInOtherCoroutines() throws Exception {
        CompletableFuture<Scope> open = new CompletableFuture<>();
        suspended(EmptyCoroutineContext.INSTANCE, () -> open.complete(CALLER.makeCurrent()));
        assertThat(seen(EmptyCoroutineContext.INSTANCE)).isSameAs(CALLER);
        pool.executor.submit(open.join()::close).get();
    }

    @Test
    void anElementShowsOnlyInItsOwnCoroutineWhileThatIsSuspended() throws Exception {
        CoroutineContext element =
                CALLER.wrapSupplier(PropagationContextElement::new).get();
        CompletableFuture<TelemetryContext> inside = new CompletableFuture<>();
        suspended(element, () -> inside.complete(TelemetryContext.current()));
        assertThat(inside.join()).isSameAs(CALLER);
        assertThat(seen(EmptyCoroutineContext.INSTANCE)).isSameAs(PooledThread.ITS_OWN);
    }

    /** Starts a coroutine on the pooled thread that runs the block and is then suspended for good. */
    private void suspended(CoroutineContext element, Runnable block) {
        BuildersKt.launch(
                CoroutineScopeKt.CoroutineScope(dispatcher.plus(element)),
                EmptyCoroutineContext.INSTANCE,
                CoroutineStart.DEFAULT,
                (scope, continuation) -> {
                    block.run();
                    return IntrinsicsKt.getCOROUTINE_SUSPENDED();
                });
    }

    @Test
    void aCoroutineStartedOutsideOfAnyScopeSeesNothing() throws Exception {
        assertThat(seen(new PropagationContextElement())).isSameAs(TelemetryContext.empty());
    }
}
