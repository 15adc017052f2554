package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.testkit.ContextPropagationContract
import java.util.concurrent.Executors
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach

/** The contract in a coroutine on another thread. */
class CoroutinesContractTest : ContextPropagationContract() {

    private val dispatcher = Executors.newSingleThreadExecutor().asCoroutineDispatcher()

    @AfterEach
    fun closeThread() = dispatcher.close()

    override fun fieldsShown(): Map<String, String> =
        runBlocking(dispatcher + TelemetryContextElement.current()) { seen().toStringMap() }

    override fun useInSeparateClassLoader() {
        try {
            super.useInSeparateClassLoader()
        } finally {
            dispatcher.close()
        }
    }
}
