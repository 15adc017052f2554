package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.testsupport.LibraryLog
import io.github.telemetrycontext.TelemetryContext
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.RegisterExtension

/** Runs in its own JVM with `telemetry.context.strict`. */
@Tag("strict")
class StrictModeTest {

    private val libraryLog = LibraryLog()

    @RegisterExtension
    private val one = Threads(1)

    @RegisterExtension
    private val other = Threads(1)

    @AfterEach
    fun tearDown() = libraryLog.close()

    @Test
    fun reportsNothingForCoroutinesWithElement() {
        val seen = runBlocking(TelemetryContextElement.of(ALICE)) {
            val dispatchers = listOf(Dispatchers.Default, Dispatchers.IO, Dispatchers.Unconfined, one.dispatcher)
            val tokens = flow {
                repeat(3) {
                    one.resume()
                    TelemetryContext.with().samplingIteration(it).run { seen() }
                    emit(seen())
                }
            }
            dispatchers.map { dispatcher ->
                async(dispatcher) {
                    List(3) {
                        other.resume()
                        withContext(TelemetryContextElement.of(BOB)) { yield() }
                        seen()
                    } + tokens.flowOn(one.dispatcher).toList() + tokens.flowOn(TelemetryContextElement.of(ALICE)).toList()
                }
            }.awaitAll().flatten()
        }
        assertThat(seen).hasSize(36).containsOnly(ALICE)
        assertThat(libraryLog.messages).isEmpty()
    }

    @Test
    fun reportsScopeAcrossSuspensionThatIsClosedOnAnotherThread() {
        assertThatThrownBy { aroundASuspension(Dispatchers.Unconfined) }
            .hasMessageContaining("The scope of TelemetryContext{session_id=bob} was closed on thread")
    }

    @Test
    fun reportsScopeAcrossSuspensionInCoroutineWithElement() {
        assertThatThrownBy { aroundASuspension(one.dispatcher + TelemetryContextElement.of(ALICE)) }
            .hasMessageContaining("The scope of TelemetryContext{session_id=bob} was closed out of order")
        assertThat(libraryLog.messages)
            .singleElement()
            .asString()
            .contains("The scope of TelemetryContext{session_id=bob} was never closed")
    }

    private fun aroundASuspension(context: CoroutineContext) =
        runBlocking(context) { BOB.makeCurrent().use { other.resume() } }
}
