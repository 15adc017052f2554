package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext
import io.github.telemetrycontext.TelemetryContext.Scope
import io.github.telemetrycontext.spi.ScopeListener
import java.util.concurrent.ConcurrentHashMap

/** Refuses scopes of one session, and complains about the end of those of another one. */
class ComplainingListener : ScopeListener {

    private val complainedOf: MutableSet<Scope> = ConcurrentHashMap.newKeySet()

    override fun opened(scope: Scope, context: TelemetryContext) {
        check(context != REFUSED) { "refused" }
        if (context == COMPLAINED_OF) {
            complainedOf += scope
        }
    }

    override fun closed(scope: Scope) {
        if (complainedOf.remove(scope)) {
            throw AssertionError("complaint")
        }
    }

    internal companion object {
        val REFUSED = session("refused")
        val COMPLAINED_OF = session("complained of")
    }
}
