package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext
import java.util.concurrent.Executors
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test

/** Scopes inside a coroutine, and scopes around a coroutine. */
class ScopesInCoroutinesTest {

    private val thread = Executors.newSingleThreadExecutor().asCoroutineDispatcher()

    @AfterEach
    fun closeThread() = thread.close()

    @Test
    fun scopeBetweenTwoSuspensionsEndsWhenClosed() = runBlocking<Unit>(TelemetryContextElement.of(ALICE)) {
        val nested = ALICE.toBuilder().samplingIteration(1).build()
        withContext(thread) {
            TelemetryContext.with().samplingIteration(1).open().use { assertThat(seen()).isEqualTo(nested) }
            TelemetryContext.with().samplingIteration(1).run { assertThat(seen()).isEqualTo(nested) }
            assertThat(seen()).isSameAs(ALICE)
        }
        assertThat(seen()).isSameAs(ALICE)
    }

    @Test
    fun scopeAcrossSuspensionLeaksToThreadOnlyWithoutElement() {
        assertThat(acrossSuspension(TelemetryContextElement.of(ALICE))).containsExactly(BOB, EMPTY, ALICE, ALICE)
        assertThat(acrossSuspension(EmptyCoroutineContext)).containsExactly(BOB, BOB, BOB, EMPTY)
    }

    /**
     * Returns the contexts of the coroutine in its scope, of another coroutine meanwhile, and of the first coroutine
     * in and after its scope.
     */
    private fun acrossSuspension(element: CoroutineContext): List<TelemetryContext> = runBlocking {
        val seen = mutableListOf<TelemetryContext>()
        val isOpen = CompletableDeferred<Unit>()
        val goOn = CompletableDeferred<Unit>()
        val coroutine = launch(thread + element) {
            BOB.makeCurrent().use {
                seen += seen()
                isOpen.complete(Unit)
                goOn.await()
                seen += seen()
            }
            seen += seen()
        }
        isOpen.await()
        seen += withContext(thread) { seen() }
        goOn.complete(Unit)
        coroutine.join()
        seen
    }

    @Test
    fun scopeThatIsNeverClosedEndsWithCoroutine() = runBlocking<Unit> {
        withContext(thread + TelemetryContextElement.of(ALICE)) { BOB.makeCurrent() }
        assertThat(withContext(thread) { seen() }).isSameAs(EMPTY)

        val control = withContext(thread) { BOB.makeCurrent() }
        assertThat(withContext(thread) { seen() }).isSameAs(BOB)
        withContext(thread) { control.close() }
    }

    @Test
    fun doesNotRestoreOuterScopeThatCoroutineClosed() {
        val outer = BOB.makeCurrent()
        runBlocking(TelemetryContextElement.of(ALICE)) {
            outer.close()
            assertThat(seen()).isSameAs(ALICE)
        }
        assertThat(seen()).isSameAs(EMPTY)
    }
}
