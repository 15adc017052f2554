package io.github.telemetrycontext.coroutines

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

/** In a JVM of its own, with `telemetry.context.strict`. */
@Tag("strict")
class StrictModeTest {

    private val complaints = Complaints()

    @RegisterExtension
    private val one = Threads(1)

    @RegisterExtension
    private val other = Threads(1)

    @AfterEach
    fun endOfTheTest() = complaints.close()

    @Test
    fun coroutinesWithAnElementAreNotReported() {
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
        assertThat(complaints.messages).isEmpty()
    }

    @Test
    fun aScopeAroundASuspensionIsReportedOnAnotherThread() {
        assertThatThrownBy { aroundASuspension(Dispatchers.Unconfined) }
            .hasMessageContaining("The scope of TelemetryContext{session_id=bob} was closed on thread")
    }

    @Test
    fun aScopeAroundASuspensionIsReportedInACoroutineWithAnElement() {
        assertThatThrownBy { aroundASuspension(one.dispatcher + TelemetryContextElement.of(ALICE)) }
            .hasMessageContaining("The scope of TelemetryContext{session_id=bob} was closed out of order")
        assertThat(complaints.messages)
            .singleElement()
            .asString()
            .contains("The scope of TelemetryContext{session_id=bob} was never closed")
    }

    private fun aroundASuspension(context: CoroutineContext) =
        runBlocking(context) { BOB.makeCurrent().use { other.resume() } }
}
