/**
 * Carries the {@linkplain io.github.telemetrycontext.TelemetryContext telemetry context} wherever Micrometer's context
 * propagation carries thread locals: Reactor, Spring, and Kotlin's coroutines under Spring.
 *
 * <p>The jar on the class path is enough: {@link
 * io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor} is found as a service. Parameters and results
 * are never null unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.micrometer;

import org.jspecify.annotations.NullMarked;
