/**
 * The extension of the OpenTelemetry Java agent. The agent loads it with a separate class loader, so it uses no other
 * class of this library. Parameters and results are never null unless they are marked {@link
 * org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.opentelemetry.agent;

import org.jspecify.annotations.NullMarked;
