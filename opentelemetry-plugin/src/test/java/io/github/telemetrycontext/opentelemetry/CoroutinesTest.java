package io.github.telemetrycontext.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.opentelemetry.context.Context;
import io.opentelemetry.extension.kotlin.ContextExtensionsKt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import kotlin.coroutines.CoroutineContext;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineDispatcher;
import kotlinx.coroutines.ExecutorsKt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kotlin coroutines with OpenTelemetry's context element. */
@ExtendWith(TelemetryContextExtension.class)
@Tag("opentelemetry-1.50")
class CoroutinesTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final CoroutineDispatcher dispatcher = ExecutorsKt.from(pool);

    @AfterEach
    void assertNoContextLeft() throws ExecutionException, InterruptedException {
        Callable<TelemetryContext> unwrapped = TelemetryContext::current;
        assertThat(pool.submit(unwrapped).get()).isSameAs(TelemetryContext.empty());
        pool.shutdownNow();
    }

    @Test
    void coroutineOnAnotherThreadSeesContextOfElement() throws Exception {
        CoroutineContext element =
                CALLER.toBuilder().call(() -> ContextExtensionsKt.asContextElement(Context.current()));

        assertThat(seen(element)).isEqualTo(CALLER);
        assertThat(seen(EmptyCoroutineContext.INSTANCE)).as("without it").isEqualTo(TelemetryContext.empty());
    }

    /** Returns the context that a coroutine has on the pooled thread. */
    private TelemetryContext seen(CoroutineContext element) throws InterruptedException {
        return BuildersKt.runBlocking(
                element,
                (coroutine, continuation) -> BuildersKt.withContext(
                        dispatcher, (inner, innerContinuation) -> TelemetryContext.current(), continuation));
    }
}
