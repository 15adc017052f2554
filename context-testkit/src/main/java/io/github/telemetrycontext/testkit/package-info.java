/**
 * Supports tests with the telemetry context. {@link io.github.telemetrycontext.testkit.TelemetryContextExtension} fails
 * a test that leaves a scope open. {@link io.github.telemetrycontext.testkit.ContextPropagationContract} tests that a
 * plugin shows the context correctly.
 *
 * <p>Parameters and results are never null unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.testkit;

import org.jspecify.annotations.NullMarked;
