package io.github.telemetrycontext.threads

import io.github.telemetrycontext.coroutines.TelemetryContextElement
import io.github.telemetrycontext.threads.RunningApplication.CARRIED
import io.github.telemetrycontext.threads.RunningApplication.LOST
import io.github.telemetrycontext.testkit.TelemetryContextExtension
import java.util.concurrent.Executors
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.intercepted
import kotlin.coroutines.intrinsics.suspendCoroutineUninterceptedOrReturn
import kotlin.coroutines.resume
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOn
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.extension.ExtendWith
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import org.slf4j.LoggerFactory
import org.springframework.boot.SpringBootVersion
import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.context.annotation.Configuration
import org.springframework.context.annotation.Import
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.RestController

private val log = LoggerFactory.getLogger("app")

/** Controllers in Kotlin. Their coroutines resume on a thread without a context. */
@ExtendWith(TelemetryContextExtension::class)
class SuspendingControllersTest {

    /** Spring 7 adds an element for Micrometer's context propagation to each of its coroutines. */
    private val withoutElement = if (SpringBootVersion.getVersion().startsWith("3.")) LOST else CARRIED

    @ParameterizedTest
    @ValueSource(strings = ["servlet", "reactive"])
    fun suspendingFunctionsNeedElementWithSpringBoot3(type: String) {
        RunningApplication(Agent::class.java, "--spring.main.web-application-type=$type").use { application ->
            assertThat(application.ids("/chat", "asking")).isEqualTo(CARRIED)
            assertThat(application.ids("/chat", "answered")).isEqualTo(withoutElement)
            assertThat(application.ids("/chat-io", "asking")).isEqualTo(withoutElement)
            assertThat(application.ids("/chat-element", "answered")).isEqualTo(CARRIED)
            assertThat(application.ids("/chat-io-element", "asking")).isEqualTo(CARRIED)
            assertThat(application.ids("/tokens", "answered")).isEqualTo(withoutElement)
            assertThat(application.ids("/tokens-element", "asking")).isEqualTo(CARRIED)
            assertThat(application.ids("/tokens-element", "answered")).isEqualTo(CARRIED)
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Answers::class)
    class Agent

    @RestController
    class Answers : AutoCloseable {

        private val other = Executors.newSingleThreadExecutor()

        override fun close() = other.shutdown()

        /** Always suspends the coroutine. Another thread resumes it. */
        private suspend fun suspendAndResume() = suspendCoroutineUninterceptedOrReturn<Unit> { continuation ->
            val intercepted = continuation.intercepted()
            other.execute { intercepted.resume(Unit) }
            COROUTINE_SUSPENDED
        }

        private suspend fun ask(): String {
            log.info("asking")
            suspendAndResume()
            log.info("answered")
            return "answer"
        }

        private fun answers(): Flow<String> = flow { emit(ask()) }

        @GetMapping("/chat")
        suspend fun chat(): String = ask()

        @GetMapping("/chat-io")
        suspend fun chatOnIo(): String = withContext(Dispatchers.IO) { ask() }

        @GetMapping("/chat-io-element")
        suspend fun chatOnIoWithElement(): String =
            withContext(Dispatchers.IO + TelemetryContextElement.current()) { ask() }

        @GetMapping("/tokens")
        fun tokens(): Flow<String> = answers()

        @GetMapping("/chat-element")
        suspend fun chatWithElement(): String = withContext(TelemetryContextElement.current()) { ask() }

        @GetMapping("/tokens-element")
        fun tokensWithElement(): Flow<String> = answers().flowOn(Dispatchers.IO + TelemetryContextElement.current())
    }
}
