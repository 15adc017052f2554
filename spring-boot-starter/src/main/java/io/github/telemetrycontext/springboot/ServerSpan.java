package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import java.util.function.Consumer;

/** Shows the context of a request on the span that is current. Without types of OpenTelemetry, which may be missing. */
interface ServerSpan extends Consumer<TelemetryContext> {}
