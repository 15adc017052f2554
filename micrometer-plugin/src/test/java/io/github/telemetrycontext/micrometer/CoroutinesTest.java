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

/** Kotlin coroutines with Spring's element for Micrometer's snapshots. */
@ExtendWith(TelemetryContextExtension.class)
@SuppressWarnings("try") // scope variables are never read
class CoroutinesTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();

    @RegisterExtension
    private final PooledThread pool = new PooledThread();

    private final CoroutineDispatcher dispatcher = ExecutorsKt.from(pool.executor);

    /** Returns the context that a coroutine has on the pooled thread. */
    private TelemetryContext seen(CoroutineContext element) throws InterruptedException {
        return BuildersKt.runBlocking(
                element,
                (coroutine, continuation) -> BuildersKt.withContext(
                        dispatcher, (inner, innerContinuation) -> TelemetryContext.current(), continuation));
    }

    @Test
    void coroutineOnAnotherThreadSeesContextOfCaller() throws Exception {
        try (Scope scope = CALLER.makeCurrent()) {
            assertThat(seen(EmptyCoroutineContext.INSTANCE)).isSameAs(PooledThread.ITS_OWN);
            assertThat(seen(new PropagationContextElement())).isSameAs(CALLER);
            assertThat(TelemetryContext.current()).isSameAs(CALLER);
            assertThat(pool.unwrapped()).isSameAs(PooledThread.ITS_OWN);
        }
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // leaves the scope open on purpose
    void scopeOpenDuringSuspensionLeaksIntoOtherCoroutines() throws Exception {
        CompletableFuture<Scope> open = new CompletableFuture<>();
        suspended(EmptyCoroutineContext.INSTANCE, () -> open.complete(CALLER.makeCurrent()));
        assertThat(seen(EmptyCoroutineContext.INSTANCE)).isSameAs(CALLER);
        pool.executor.submit(open.join()::close).get();
    }

    @Test
    void elementDoesNotLeakIntoOtherCoroutinesDuringSuspension() throws Exception {
        CoroutineContext element =
                CALLER.wrapSupplier(PropagationContextElement::new).get();
        CompletableFuture<TelemetryContext> inside = new CompletableFuture<>();
        suspended(element, () -> inside.complete(TelemetryContext.current()));
        assertThat(inside.join()).isSameAs(CALLER);
        assertThat(seen(EmptyCoroutineContext.INSTANCE)).isSameAs(PooledThread.ITS_OWN);
    }

    /** Starts a coroutine on the pooled thread that runs the block and then stays suspended. */
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
    void coroutineStartedOutsideOfScopesSeesEmptyContext() throws Exception {
        assertThat(seen(new PropagationContextElement())).isSameAs(TelemetryContext.empty());
    }
}
