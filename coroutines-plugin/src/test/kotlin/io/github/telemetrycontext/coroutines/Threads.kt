package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext
import java.util.concurrent.Callable
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Executors
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.intercepted
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.asCoroutineDispatcher
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.extension.AfterEachCallback
import org.junit.jupiter.api.extension.ExtensionContext

/** Threads with their own context. Fails a test that does not restore this context. */
internal class Threads(private val count: Int) : AfterEachCallback {

    private val executor = Executors.newFixedThreadPool(count) { task -> Thread(THEIR_OWN.wrap(task)) }

    val dispatcher: CoroutineDispatcher = executor.asCoroutineDispatcher()

    /** Always suspends the coroutine. One of these threads resumes it. */
    suspend fun resume() = suspendCoroutineUninterceptedOrReturn<Unit> { continuation ->
        val intercepted = continuation.intercepted()
        executor.execute { intercepted.resume(Unit) }
        COROUTINE_SUSPENDED
    }

    /** Returns the context of each thread. */
    fun contexts(): List<TelemetryContext> {
        val together = CyclicBarrier(count)
        val look = Callable {
            together.await()
            seen()
        }
        return List(count) { executor.submit(look) }.map { it.get() }
    }

    override fun afterEach(test: ExtensionContext) {
        try {
            assertThat(contexts()).containsOnly(THEIR_OWN)
        } finally {
            executor.shutdownNow()
        }
    }

    companion object {
        val THEIR_OWN = session("of the thread")
    }
}
