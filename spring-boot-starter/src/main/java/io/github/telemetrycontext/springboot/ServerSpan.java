package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;

/**
 * Shows the context of a request on the current span. Has no OpenTelemetry types, because OpenTelemetry may be missing.
 */
@FunctionalInterface
interface ServerSpan {

    ServerSpan NONE = context -> {};

    void show(TelemetryContext context);
}
