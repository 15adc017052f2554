package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.testkit.TelemetryContextExtension
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.extension.RegisterExtension

/** An exception of a listener would leave the coroutine in an undefined state. */
@ExtendWith(TelemetryContextExtension::class)
class ListenersTest {

    @RegisterExtension
    private val thread = Threads(1)

    @Test
    fun aCoroutineRunsWithoutItsContextIfAListenerRefuses(): Unit = Complaints().use { complaints ->
        val refused = TelemetryContextElement.of(ComplainingListener.REFUSED)
        assertThat(runBlocking(thread.dispatcher + refused) { seen() }).isSameAs(Threads.THEIR_OWN)
        assertThat(complaints.messages).containsOnly("A coroutine runs without its telemetry context: refused")
    }

    @Test
    fun aThreadIsRestoredIfAListenerComplains(): Unit = Complaints().use { complaints ->
        val complainedOf = TelemetryContextElement.of(ComplainingListener.COMPLAINED_OF)
        runBlocking(thread.dispatcher) {
            val seen = withContext(complainedOf) { seen() }
            assertThat(seen).isSameAs(ComplainingListener.COMPLAINED_OF)
            assertThat(seen()).isSameAs(Threads.THEIR_OWN)
        }
        assertThat(complaints.messages)
            .containsOnly("A coroutine has left its thread with a complaint: complaint")
    }
}
