package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext
import io.github.telemetrycontext.testkit.TelemetryContextExtension
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.extension.RegisterExtension
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

/** A coroutine that resumes many times on the threads of each dispatcher. */
@ExtendWith(TelemetryContextExtension::class)
class DispatchersTest {

    enum class Kind { DEFAULT, IO, UNCONFINED, SINGLE_THREAD, POOL }

    @RegisterExtension
    private val thread = Threads(1)

    @RegisterExtension
    private val pool = Threads(4)

    private fun dispatcher(kind: Kind): CoroutineDispatcher = when (kind) {
        Kind.DEFAULT -> Dispatchers.Default
        Kind.IO -> Dispatchers.IO
        Kind.UNCONFINED -> Dispatchers.Unconfined
        Kind.SINGLE_THREAD -> thread.dispatcher
        Kind.POOL -> pool.dispatcher
    }

    /** Returns the contexts of a coroutine before, between and after its suspensions. */
    private suspend fun seenBetweenSuspensions(): List<TelemetryContext> = List(20) {
        pool.resume()
        seen()
    } + seen()

    private suspend fun seenBy(context: CoroutineContext): List<TelemetryContext> =
        withContext(context) { seenBetweenSuspensions() }

    @ParameterizedTest
    @EnumSource
    fun coroutinesOfTwoSessionsKeepTheirContextAcrossSuspensions(kind: Kind) = runBlocking<Unit> {
        val dispatcher = dispatcher(kind)
        val alice = async { seenBy(dispatcher + TelemetryContextElement.of(ALICE)) }
        val bob = async { seenBy(dispatcher + TelemetryContextElement.of(BOB)) }
        val control = async { seenBy(dispatcher) }

        assertThat(alice.await()).containsOnly(ALICE)
        assertThat(bob.await()).containsOnly(BOB)
        val ofTheThread = when (kind) {
            Kind.DEFAULT, Kind.IO -> EMPTY
            Kind.UNCONFINED, Kind.SINGLE_THREAD, Kind.POOL -> Threads.THEIR_OWN
        }
        assertThat(control.await()).containsOnly(ofTheThread)
        assertThat(seen()).isSameAs(EMPTY)
    }

    @Test
    fun runBlockingUsesElementAndRestoresContextOfCaller(): Unit = BOB.run {
        assertThat(runBlocking(TelemetryContextElement.of(ALICE)) { seenBetweenSuspensions() }).containsOnly(ALICE)
        assertThat(seen()).isSameAs(BOB)
        assertThat(runBlocking { seenBetweenSuspensions() }).containsOnly(BOB)
        assertThat(runBlocking(thread.dispatcher) { seen() }).isSameAs(Threads.THEIR_OWN)
    }

    @Test
    fun currentElementHasContextOfCaller() {
        val element = ALICE.call<TelemetryContextElement, RuntimeException> { TelemetryContextElement.current() }
        runBlocking {
            assertThat(seenBy(thread.dispatcher + element)).containsOnly(ALICE)
            assertThat(seenBy(thread.dispatcher)).containsOnly(Threads.THEIR_OWN)
        }
    }

    @Test
    fun emptyElementHidesContextOfThread() = runBlocking<Unit> {
        assertThat(seenBy(thread.dispatcher + TelemetryContextElement.of(EMPTY))).containsOnly(EMPTY)
        assertThat(seenBy(thread.dispatcher + TelemetryContextElement.current())).containsOnly(EMPTY)
        assertThat(seenBy(thread.dispatcher)).containsOnly(Threads.THEIR_OWN)
    }

    @Test
    fun nestedElementsOnSameThreadRestoreOuterElement() = runBlocking<Unit>(thread.dispatcher) {
        val onTheWay = mutableListOf(seen())
        withContext(TelemetryContextElement.of(ALICE)) {
            onTheWay += seen()
            withContext(TelemetryContextElement.of(BOB)) {
                onTheWay += seen()
                pool.resume()
                onTheWay += seen()
            }
            onTheWay += seen()
            pool.resume()
            onTheWay += seen()
        }
        onTheWay += seen()
        assertThat(onTheWay)
            .containsExactly(Threads.THEIR_OWN, ALICE, BOB, BOB, ALICE, ALICE, Threads.THEIR_OWN)
    }

    @Test
    fun unconfinedCoroutineRestoresContextOfEnclosingCoroutine() = runBlocking<Unit>(TelemetryContextElement.of(ALICE)) {
        val inside = mutableListOf<TelemetryContext>()
        val unconfined = launch(Dispatchers.Unconfined + TelemetryContextElement.of(BOB)) {
            inside += seen()
            pool.resume()
            inside += seen()
        }
        assertThat(seen()).isSameAs(ALICE)
        unconfined.join()
        assertThat(inside).containsExactly(BOB, BOB)
        assertThat(seen()).isSameAs(ALICE)
    }

    @ParameterizedTest
    @EnumSource
    fun thousandCoroutinesOfHundredSessionsKeepTheirContexts(kind: Kind) {
        val dispatcher = dispatcher(kind)
        assertThat(wrong(dispatcher) { TelemetryContextElement.of(it) }).isZero()
        assertThat(wrong(dispatcher) { EmptyCoroutineContext }).isEqualTo(COROUTINES * RESUMPTIONS)
        runBlocking {
            val control = List(COROUTINES) { async(Dispatchers.Default) { seen() } }
            assertThat(control.awaitAll()).containsOnly(EMPTY)
        }
    }

    /** Counts how often a coroutine of a session does not have the context of that session. */
    private fun wrong(dispatcher: CoroutineDispatcher, element: (TelemetryContext) -> CoroutineContext): Int =
        runBlocking {
            val sessions = List(SESSIONS) { session("s-$it") }
            List(COROUTINES) {
                val session = sessions[it % SESSIONS]
                async(dispatcher + element(session)) {
                    (1..RESUMPTIONS).count {
                        if (it % 2 == 0) yield() else pool.resume()
                        seen() != session
                    }
                }
            }.awaitAll().sum()
        }

    private companion object {
        const val SESSIONS = 100
        const val COROUTINES = 1000
        const val RESUMPTIONS = 6
    }
}
