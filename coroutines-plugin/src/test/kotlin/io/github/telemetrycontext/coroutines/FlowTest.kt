package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext
import io.github.telemetrycontext.testkit.TelemetryContextExtension
import java.util.concurrent.ConcurrentHashMap
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.asContextElement
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.buffer
import kotlinx.coroutines.flow.flatMapMerge
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.shareIn
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Tag
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.api.extension.RegisterExtension

/** Flows of tokens. Each token contains the contexts of the operators that processed it. */
@ExtendWith(TelemetryContextExtension::class)
class FlowTest {

    @RegisterExtension
    private val thread = Threads(1)

    @RegisterExtension
    private val pool = Threads(2)

    private val tokens: Flow<Set<TelemetryContext>> = flow {
        repeat(5) {
            pool.resume()
            emit(setOf(seen()))
        }
    }

    private fun Flow<Set<TelemetryContext>>.seenHere() = map { it + seen() }

    /** Collects all contexts that the operators and the collector of a flow have seen. */
    private fun collected(flow: Flow<Set<TelemetryContext>>, element: CoroutineContext): Set<TelemetryContext> =
        runBlocking(thread.dispatcher + element) { flow.seenHere().toList().flatten().toSet() }

    private fun hasContextOfCollector(flow: Flow<Set<TelemetryContext>>) {
        assertThat(collected(flow, TelemetryContextElement.of(ALICE))).containsOnly(ALICE)
        assertThat(collected(flow, TelemetryContextElement.of(BOB))).containsOnly(BOB)
        assertThat(collected(flow, thread.dispatcher)).containsOnly(Threads.THEIR_OWN)
    }

    @Test
    fun flowHasContextOfCollector() = hasContextOfCollector(tokens)

    @Test
    fun flowOnPropagatesContextToAnotherThread() = hasContextOfCollector(tokens.seenHere().flowOn(pool.dispatcher))

    @Test
    fun bufferPropagatesContextToProducer() = hasContextOfCollector(tokens.seenHere().buffer())

    @Test
    @OptIn(ExperimentalCoroutinesApi::class)
    fun mergedFlowsHaveContextOfCollector() =
        hasContextOfCollector(tokens.flatMapMerge { seen -> tokens.map { it + seen } }.flowOn(pool.dispatcher))

    @Test
    @Tag("coroutines-1.11")
    fun flowOnWithElementReplacesContextUpstreamOnly() {
        listOf(EmptyCoroutineContext, pool.dispatcher).forEach { dispatcher ->
            val bobUpstream = dispatcher + TelemetryContextElement.of(BOB)
            assertThat(seenAlongside(bobUpstream, TelemetryContextElement.of(ALICE), ::seen)).isEqualTo(
                mapOf("upstream" to setOf(BOB), "collector" to setOf(ALICE), "coroutine" to setOf(ALICE)),
            )
        }
    }

    /** A plain thread local shows when coroutines set and restore the state of a thread. */
    @Test
    @Tag("coroutines-1.11")
    fun flowOnWithPlainThreadLocalBehavesTheSame() {
        val local = ThreadLocal<String>()
        val seen = seenAlongside(local.asContextElement("bob"), local.asContextElement("alice"), local::get)
        assertThat(seen).isEqualTo(
            mapOf("upstream" to setOf("bob"), "collector" to setOf("alice"), "coroutine" to setOf("alice")),
        )
    }

    /** All operators suspend, and record the context before and after the suspension. */
    private fun <T> seenAlongside(
        upstream: CoroutineContext,
        downstream: CoroutineContext,
        look: () -> T,
    ): Map<String, Set<T>> = runBlocking(thread.dispatcher + downstream) {
        val seen = ConcurrentHashMap<String, Set<T>>()
        suspend fun look(place: String) = repeat(2) {
            seen.merge(place, setOf(look())) { old, new -> old + new }
            pool.resume()
            seen.merge(place, setOf(look())) { old, new -> old + new }
        }
        flow {
            repeat(3) {
                look("upstream")
                emit(it)
                look("upstream")
            }
        }.flowOn(upstream).collect { look("collector") }
        look("coroutine")
        seen
    }

    @Test
    fun sharedFlowHasContextOfSharingCoroutine() = runBlocking<Unit> {
        val sharing = CoroutineScope(pool.dispatcher + TelemetryContextElement.of(ALICE))
        val shared = tokens.shareIn(sharing, SharingStarted.Lazily, replay = 5)
        val collected = withContext(TelemetryContextElement.of(BOB)) { shared.seenHere().take(5).toList() }
        sharing.cancel()
        assertThat(collected).hasSize(5).containsOnly(setOf(ALICE, BOB))
    }
}
