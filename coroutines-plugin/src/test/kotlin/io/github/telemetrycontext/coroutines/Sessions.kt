package io.github.telemetrycontext.coroutines

import io.github.telemetrycontext.TelemetryContext

internal val ALICE = session("alice")
internal val BOB = session("bob")
internal val EMPTY: TelemetryContext = TelemetryContext.empty()

internal fun session(name: String): TelemetryContext = TelemetryContext.builder().sessionId(name).build()

internal fun seen(): TelemetryContext = TelemetryContext.current()
