/**
 * Propagates the {@linkplain io.github.telemetrycontext.TelemetryContext telemetry context} with Micrometer's context
 * propagation. Reactor, Spring, and Kotlin coroutines under Spring use it.
 *
 * <p>The jar on the classpath is enough: {@link
 * io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor} is found as a service. Parameters and
 * results are never null unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.micrometer;

import org.jspecify.annotations.NullMarked;
