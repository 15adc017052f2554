/**
 * Wires the {@linkplain io.github.telemetrycontext.TelemetryContext telemetry context} into a Spring Boot application.
 *
 * <p>Applications may define a {@link io.github.telemetrycontext.springboot.SessionIdResolver}. All other configuration
 * uses properties. Parameters and results are never null unless they are marked {@link
 * org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.springboot;

import org.jspecify.annotations.NullMarked;
