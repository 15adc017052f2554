package io.github.telemetrycontext.threads

import io.github.telemetrycontext.testkit.TelemetryContextExtension
import io.github.telemetrycontext.threads.RunningApplication.CARRIED
import io.github.telemetrycontext.threads.RunningApplication.LOST
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.extension.ExtendWith

/** The control of [SuspendingControllersTest]. Each class runs in its own JVM, see the POM. */
@ExtendWith(TelemetryContextExtension::class)
class SuspendingControllersWithoutReactorTest {

    @Test
    fun suspendingFunctionsNeedElementWithoutReactorPropagation() {
        val configuration = SuspendingControllersTest.Agent::class.java
        RunningApplication(configuration, "--telemetry.context.reactor.enabled=false").use { application ->
            assertThat(application.ids("/chat", "answered")).isEqualTo(LOST)
            assertThat(application.ids("/chat-element", "answered")).isEqualTo(CARRIED)
            assertThat(application.ids("/tokens-element", "answered")).isEqualTo(CARRIED)
        }
    }
}
