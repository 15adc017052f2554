/**
 * Propagates the {@linkplain io.github.telemetrycontext.TelemetryContext telemetry context} with Kotlin coroutines.
 * Parameters and results are never null unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.coroutines;

import org.jspecify.annotations.NullMarked;
