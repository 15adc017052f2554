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

/** Scopes that a coroutine opens, or that are open around it. */
class ScopesInCoroutinesTest {

    private val thread = Executors.newSingleThreadExecutor().asCoroutineDispatcher()

    @AfterEach
    fun endTheThread() = thread.close()

    @Test
    fun aScopeBetweenTwoSuspensionsEndsWhereItIsClosed() = runBlocking<Unit>(TelemetryContextElement.of(ALICE)) {
        val nested = ALICE.toBuilder().samplingIteration(1).build()
        withContext(thread) {
            TelemetryContext.with().samplingIteration(1).open().use { assertThat(seen()).isEqualTo(nested) }
            TelemetryContext.with().samplingIteration(1).run { assertThat(seen()).isEqualTo(nested) }
            assertThat(seen()).isSameAs(ALICE)
        }
        assertThat(seen()).isSameAs(ALICE)
    }

    @Test
    fun aScopeAcrossASuspensionStaysOnTheThreadWithoutAnElementOnly() {
        assertThat(acrossASuspension(TelemetryContextElement.of(ALICE))).containsExactly(BOB, EMPTY, ALICE, ALICE)
        assertThat(acrossASuspension(EmptyCoroutineContext)).containsExactly(BOB, BOB, BOB, EMPTY)
    }

    /**
     * The contexts of the coroutine in the scope, of another coroutine meanwhile, and again of the first one in the scope and
     * after it.
     */
    private fun acrossASuspension(element: CoroutineContext): List<TelemetryContext> = runBlocking {
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
    fun aScopeThatIsNeverClosedEndsWithTheCoroutine() = runBlocking<Unit> {
        withContext(thread + TelemetryContextElement.of(ALICE)) { BOB.makeCurrent() }
        assertThat(withContext(thread) { seen() }).isSameAs(EMPTY)

        val control = withContext(thread) { BOB.makeCurrent() }
        assertThat(withContext(thread) { seen() }).isSameAs(BOB)
        withContext(thread) { control.close() }
    }

    @Test
    fun aScopeAroundTheCoroutineThatIsClosedInsideDoesNotComeBack() {
        val outer = BOB.makeCurrent()
        runBlocking(TelemetryContextElement.of(ALICE)) {
            outer.close()
            assertThat(seen()).isSameAs(ALICE)
        }
        assertThat(seen()).isSameAs(EMPTY)
    }
}
