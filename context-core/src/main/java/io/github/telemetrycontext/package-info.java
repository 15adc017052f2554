/**
 * Provides the telemetry context of an application that calls language models: an immutable value of four fields.
 * Scopes make it current on a thread, and wrappers propagate it to other threads.
 *
 * <p>The entry point is {@link io.github.telemetrycontext.TelemetryContext}. Parameters and results are never null
 * unless they are marked {@link org.jspecify.annotations.Nullable}. A null for any other parameter throws a {@link
 * NullPointerException} that names the parameter.
 */
@NullMarked
package io.github.telemetrycontext;

import org.jspecify.annotations.NullMarked;
