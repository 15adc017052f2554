package io.github.telemetrycontext.coroutines

import ch.qos.logback.classic.LoggerContext
import io.github.telemetrycontext.TelemetryContext
import io.github.telemetrycontext.logback.TelemetryMdcAdapter
import io.github.telemetrycontext.logback.TelemetryMdcEntryWriter
import io.github.telemetrycontext.testkit.TelemetryContextExtension
import io.github.telemetrycontext.testsupport.EncodedLines
import io.github.telemetrycontext.testsupport.Markdown
import java.nio.file.Path
import java.util.concurrent.Executors
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.cancel
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import net.logstash.logback.encoder.LogstashEncoder
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** Log lines of coroutines, and the code and output of docs/coroutines.md. */
@ExtendWith(TelemetryContextExtension::class)
class LogLineTest {

    private val logback = LoggerContext().apply { TelemetryMdcAdapter.install(this) }
    private val log = logback.getLogger("agent")
    private val encoder = LogstashEncoder().apply { addMdcEntryWriter(TelemetryMdcEntryWriter()) }
    private val lines = EncodedLines(log, encoder)
    private val executor = Executors.newSingleThreadExecutor { Thread(it, "pool-1-thread-1") }
    private val thread = executor.asCoroutineDispatcher()
    private val model = Model()

    private val root = TelemetryContextElement.of(TelemetryContext.empty())
    private val agent = CoroutineScope(SupervisorJob() + Dispatchers.Default + root)

    @AfterEach
    fun tearDown() {
        executor.shutdownNow()
        lines.close()
        logback.stop()
    }

    private class Model {

        val answer = CompletableDeferred<String>()

        suspend fun ask(prompt: String): String = "${answer.await()} to $prompt"
    }

    private suspend fun chat(user: String) {
        val context = TelemetryContext.builder().sessionId("s-$user").modelId("granite-4").build()
        withContext(TelemetryContextElement.of(context)) {
            val answer = model.ask("a question")
            log.info("$user gets $answer")
        }
    }

    private suspend fun sample() {
        for (iteration in 1..3) {
            val context = TelemetryContext.with().samplingIteration(iteration).build()
            withContext(TelemetryContextElement.of(context)) {
                log.info("sampling")
            }
        }
    }

    private suspend fun chatWithScopeAcrossSuspension(user: String) {
        TelemetryContext.builder().sessionId("s-$user").open().use {
            val answer = model.ask("a question")
            log.info("$user gets $answer")
        }
    }

    private fun twoChats(chat: suspend (String) -> Unit): List<String> {
        runBlocking(thread) {
            launch { chat("alice") }
            launch { chat("bob") }
            launch { model.answer.complete("an answer") }
        }
        runBlocking(thread) { log.info("not in a chat") }
        return lines.all()
    }

    @Test
    fun linesOfTwoSessionsOnOneThreadHaveTheirOwnIds() {
        val written = twoChats(::chat)
        assertThat(written).hasSize(3)
        assertThat(written[0]).contains("alice gets", "\"session_id\":\"s-alice\",\"model_id\":\"granite-4\"")
        assertThat(written[1]).contains("bob gets", "\"session_id\":\"s-bob\",\"model_id\":\"granite-4\"")
        assertThat(written[2]).doesNotContain("session_id", "model_id")
    }

    @Test
    fun scopesAcrossSuspensionMixSessions() {
        assertThat(twoChats(::chatWithScopeAcrossSuspension)[0])
            .contains("alice gets", "\"session_id\":\"s-bob\"")
    }

    @Test
    fun nestedElementsAddFields() {
        val session = TelemetryContext.builder().sessionId("s-1").build()
        runBlocking(thread + TelemetryContextElement.of(session)) { sample() }
        assertThat(lines.all()).hasSize(3)
        assertThat(lines.all()[2]).contains("\"session_id\":\"s-1\",\"sampling_iteration\":3")
    }

    @Test
    fun currentElementPropagatesContextToAnotherCoroutineScope() {
        val jobs = TelemetryContext.builder().sessionId("s-1").build().call<List<Job>, RuntimeException> {
            listOf(remember(), agent.launch { log.info("not in a session") })
        }
        runBlocking { jobs.joinAll() }
        agent.cancel()
        assertThat(lines.all()).hasSize(2)
        assertThat(lines.all().filter { it.contains("remembering") && it.contains("\"session_id\":\"s-1\"") }).hasSize(1)
        assertThat(lines.all().filter { it.contains("not in a session") && !it.contains("session_id") }).hasSize(1)
    }

    private fun remember(): Job =
        agent.launch(TelemetryContextElement.current()) {
            log.info("remembering")
        }

    @Test
    fun pageShowsLinesOfTwoSessions() {
        assertThat(Markdown(Path.of("../docs/coroutines.md")).lines("json").map(Markdown::atAnyTime))
            .containsExactlyElementsOf(twoChats(::chat).take(2).map(Markdown::atAnyTime))
    }
}
