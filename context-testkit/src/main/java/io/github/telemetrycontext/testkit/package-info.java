/**
 * For tests with the telemetry context: {@link io.github.telemetrycontext.testkit.TelemetryContextExtension} fails a test
 * that leaves a scope open, and {@link io.github.telemetrycontext.testkit.ContextPropagationContract} is what everything
 * that shows the context must fulfil. Parameters and results are never null unless they are marked {@link
 * org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.testkit;

import org.jspecify.annotations.NullMarked;
