package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;

/** Shows the context of a request on the span that is current. Without types of OpenTelemetry, which may be missing. */
@FunctionalInterface
interface ServerSpan {

    ServerSpan NONE = context -> {};

    void show(TelemetryContext context);
}
