package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext
import io.github.telemetrycontext.testkit.TelemetryContextExtension
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.asContextElement
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.extension.RegisterExtension

/** An unconfined coroutine runs on the thread of the coroutine that resumes it, inside that resumption. */
@ExtendWith(TelemetryContextExtension::class)
class RootElementTest {

    @RegisterExtension
    private val thread = Threads(1)

    private val root = TelemetryContextElement.of(EMPTY)

    /**
     * Returns what an outer coroutine sees after its inner coroutine. The inner one continues when the outer one is
     * suspended.
     */
    private fun <T> afterwards(outer: CoroutineContext, inner: CoroutineContext, look: () -> T): T = runBlocking {
        val isSuspended = Job()
        val looking = async(Dispatchers.Unconfined + outer) {
            withContext(thread.dispatcher + inner) { isSuspended.join() }
            look()
        }
        isSuspended.complete()
        looking.await()
    }

    @Test
    fun innerContextLeaksToOuterCoroutineUnlessOuterHasElement() {
        val alice = TelemetryContextElement.of(ALICE)
        assertThat(afterwards(EmptyCoroutineContext, alice, ::seen)).isSameAs(ALICE)
        assertThat(afterwards(root, alice, ::seen)).isSameAs(EMPTY)
    }

    @Test
    fun elementOfPlainThreadLocalLeaksTheSameWay() {
        val local = ThreadLocal.withInitial { "nothing" }
        val alice = local.asContextElement("alice")
        assertThat(afterwards(EmptyCoroutineContext, alice, local::get)).isEqualTo("alice")
        assertThat(afterwards(local.asContextElement("root"), alice, local::get)).isEqualTo("root")
    }

    @Test
    fun contextOfSenderLeaksToReceiverUnlessReceiverHasElement() {
        assertThat(received(EmptyCoroutineContext)).isSameAs(ALICE)
        assertThat(received(root)).isSameAs(EMPTY)
    }

    private fun received(receiver: CoroutineContext): TelemetryContext = runBlocking {
        val tokens = Channel<String>()
        val receiving = async(Dispatchers.Unconfined + receiver) {
            tokens.receive()
            seen()
        }
        launch(thread.dispatcher + TelemetryContextElement.of(ALICE)) { tokens.send("token") }
        receiving.await()
    }
}
