package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext
import io.github.telemetrycontext.testkit.TelemetryContextExtension
import java.util.concurrent.CompletableFuture
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.resume
import kotlin.coroutines.startCoroutine
import kotlin.coroutines.suspendCoroutine
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.extension.RegisterExtension

/**
 * A coroutine without a dispatcher, such as `suspend fun main`, resumes without its elements (kotlinx.coroutines
 * 1.11).
 */
@ExtendWith(TelemetryContextExtension::class)
class NoDispatcherTest {

    @RegisterExtension
    private val thread = Threads(1)

    private fun <T> started(coroutine: suspend () -> T): CompletableFuture<T> {
        val result = CompletableFuture<T>()
        coroutine.startCoroutine(Continuation(EmptyCoroutineContext) { result.complete(it.getOrThrow()) })
        return result
    }

    @Test
    fun restoresThreadsOfCoroutineWithoutDispatcher() {
        val coroutine = started {
            withContext(TelemetryContextElement.of(ALICE)) {
                val first = seen()
                thread.resume()
                first
            }
        }
        assertThat(seen()).isSameAs(EMPTY)
        assertThat(coroutine.join()).isSameAs(ALICE)
    }

    @Test
    fun resumingCoroutineKeepsItsContext() {
        lateinit var suspended: Continuation<Unit>
        val coroutine = started {
            withContext(TelemetryContextElement.of(ALICE)) { suspendCoroutine { suspended = it } }
        }
        val seen: TelemetryContext = runBlocking(TelemetryContextElement.of(BOB)) {
            suspended.resume(Unit)
            seen()
        }
        assertThat(coroutine).isDone()
        assertThat(seen).isSameAs(BOB)
    }
}
