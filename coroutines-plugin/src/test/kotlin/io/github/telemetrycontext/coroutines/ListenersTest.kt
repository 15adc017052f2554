package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.testsupport.LibraryLog
import io.github.telemetrycontext.testkit.TelemetryContextExtension
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.extension.RegisterExtension

/** An exception of a listener must not leave the coroutine in an undefined state. */
@ExtendWith(TelemetryContextExtension::class)
class ListenersTest {

    @RegisterExtension
    private val thread = Threads(1)

    @Test
    fun runsCoroutineWithoutContextIfListenerRefusesScope(): Unit = LibraryLog().use { libraryLog ->
        val refused = TelemetryContextElement.of(ThrowingListener.REFUSED)
        assertThat(runBlocking(thread.dispatcher + refused) { seen() }).isSameAs(Threads.THEIR_OWN)
        assertThat(libraryLog.messages).containsOnly(
            "A coroutine runs without its telemetry context, because its scope cannot be opened." +
                " Fix the cause in the stack trace. refused",
        )
    }

    @Test
    fun restoresThreadIfListenerThrows(): Unit = LibraryLog().use { libraryLog ->
        val failsOnClose = TelemetryContextElement.of(ThrowingListener.FAILS_ON_CLOSE)
        runBlocking(thread.dispatcher) {
            val seen = withContext(failsOnClose) { seen() }
            assertThat(seen).isSameAs(ThrowingListener.FAILS_ON_CLOSE)
            assertThat(seen()).isSameAs(Threads.THEIR_OWN)
        }
        assertThat(libraryLog.messages).containsOnly(
            "A scope reported an error while the telemetry context of this thread was restored." +
                " Fix the scope or the scope listener in the stack trace. close failed",
        )
    }
}
