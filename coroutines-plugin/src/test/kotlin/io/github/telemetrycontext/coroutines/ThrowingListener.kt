package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext
import io.github.telemetrycontext.TelemetryContext.Scope
import io.github.telemetrycontext.spi.ScopeListener
import java.util.concurrent.ConcurrentHashMap

/** Throws when a scope of one session opens, and when a scope of another session closes. */
class ThrowingListener : ScopeListener {

    private val failsOnClose: MutableSet<Scope> = ConcurrentHashMap.newKeySet()

    override fun opened(scope: Scope, context: TelemetryContext) {
        check(context != REFUSED) { "refused" }
        if (context == FAILS_ON_CLOSE) {
            failsOnClose += scope
        }
    }

    override fun closed(scope: Scope) {
        if (failsOnClose.remove(scope)) {
            throw AssertionError("close failed")
        }
    }

    internal companion object {
        val REFUSED = session("refused")
        val FAILS_ON_CLOSE = session("fails on close")
    }
}
