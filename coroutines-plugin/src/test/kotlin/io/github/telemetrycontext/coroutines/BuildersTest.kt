package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext
import io.github.telemetrycontext.testkit.TelemetryContextExtension
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineExceptionHandler
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.future.await
import kotlinx.coroutines.future.future
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.selects.select
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatIllegalStateException
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.extension.RegisterExtension

/** Coroutine builders and functions, on a thread with its own context. */
@ExtendWith(TelemetryContextExtension::class)
class BuildersTest {

    @RegisterExtension
    private val thread = Threads(1)

    private val alice = TelemetryContextElement.of(ALICE)

    /** Runs a block in a coroutine with the element, then in a coroutine without the element. */
    private fun seesContextOfElement(block: suspend CoroutineScope.() -> Set<TelemetryContext>) {
        assertThat(runBlocking(thread.dispatcher + alice, block)).containsOnly(ALICE)
        assertThat(runBlocking(thread.dispatcher, block)).containsOnly(Threads.THEIR_OWN)
    }

    @Test
    fun childrenInheritElement() = seesContextOfElement {
        val launched = CompletableDeferred<TelemetryContext>()
        launch { launched.complete(seen()) }
        val async = async { seen() }
        val undispatched = async(start = CoroutineStart.UNDISPATCHED) {
            thread.resume()
            seen()
        }
        val scoped = supervisorScope { coroutineScope { async { seen() } } }
        setOf(launched.await(), async.await(), undispatched.await(), scoped.await(), seen())
    }

    @Test
    fun elementOfChildReplacesInheritedElement() = runBlocking<Unit>(thread.dispatcher + alice) {
        val child = async(TelemetryContextElement.of(BOB)) {
            thread.resume()
            seen()
        }
        assertThat(child.await()).isSameAs(BOB)
        assertThat(seen()).isSameAs(ALICE)
    }

    @Test
    fun childSeesScopeOnlyWithItsOwnElement() = runBlocking<Unit>(thread.dispatcher + alice) {
        val children = BOB.call<List<Deferred<TelemetryContext>>, RuntimeException> {
            listOf(async { seen() }, async(TelemetryContextElement.current()) { seen() })
        }
        assertThat(children.awaitAll()).containsExactly(ALICE, BOB)
    }

    @Test
    fun selectResumesWithContext() = seesContextOfElement {
        val tokens = Channel<TelemetryContext>()
        launch { tokens.send(seen()) }
        val received: Set<TelemetryContext> = select { tokens.onReceive { setOf(it, seen()) } }
        val never = CompletableDeferred<TelemetryContext>()
        val timer = async { thread.resume() }
        val selected: TelemetryContext = select {
            never.onAwait { it }
            timer.onAwait { seen() }
        }
        received + selected + seen()
    }

    @Test
    fun futuresHaveContextInCoroutineAndAfterAwait() = seesContextOfElement {
        val inside = future { seen() }
        val answer = CompletableFuture<String>()
        launch { answer.complete("answer") }
        answer.await()
        setOf(inside.await(), seen())
    }

    @Test
    fun cancelledCoroutineHasContextInFinallyBlock() = seesContextOfElement {
        val started = CompletableDeferred<Unit>()
        val inFinally = mutableSetOf<TelemetryContext>()
        val job = launch {
            try {
                started.complete(Unit)
                awaitCancellation()
            } finally {
                inFinally += seen()
                withContext(NonCancellable) {
                    thread.resume()
                    inFinally += seen()
                }
            }
        }
        started.await()
        job.cancelAndJoin()
        withTimeoutOrNull(1.milliseconds) { awaitCancellation() }
        inFinally + seen()
    }

    @Test
    fun keepsContextAfterException() = seesContextOfElement {
        val caught = mutableSetOf<TelemetryContext>()
        assertThatIllegalStateException().isThrownBy {
            runBlocking(TelemetryContextElement.of(BOB)) { error("on purpose") }
        }
        caught += seen()
        try {
            coroutineScope {
                launch {
                    thread.resume()
                    error("on purpose")
                }
            }
        } catch (e: IllegalStateException) {
            caught += seen()
        }
        caught
    }

    @Test
    fun exceptionHandlerHasContext() {
        fun handled(element: CoroutineContext): TelemetryContext {
            val seen = CompletableFuture<TelemetryContext>()
            val handler = CoroutineExceptionHandler { _, _ -> seen.complete(seen()) }
            CoroutineScope(SupervisorJob() + thread.dispatcher + handler + element).launch {
                thread.resume()
                error("on purpose")
            }
            return seen.join()
        }
        assertThat(handled(alice)).isSameAs(ALICE)
        assertThat(handled(EmptyCoroutineContext)).isSameAs(Threads.THEIR_OWN)
    }
}
