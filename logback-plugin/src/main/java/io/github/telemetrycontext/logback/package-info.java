/**
 * Puts the {@linkplain io.github.telemetrycontext.TelemetryContext telemetry context} into every Logback event.
 *
 * <p>The jar on the classpath is enough: {@link io.github.telemetrycontext.logback.TelemetryConfigurator} is found by
 * Logback and installs the rest. Parameters and results are never null unless they are marked {@link
 * org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.logback;

import org.jspecify.annotations.NullMarked;
