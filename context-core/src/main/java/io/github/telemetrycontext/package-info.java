/**
 * The telemetry context of an application that calls language models: an immutable value of four fields, the scopes
 * that make it current on a thread, and the wrappers that carry it to other threads.
 *
 * <p>Everything starts at {@link io.github.telemetrycontext.TelemetryContext}. Parameters and results are never null
 * unless they are marked {@link org.jspecify.annotations.Nullable}; a null where none is allowed fails at once with a
 * {@link NullPointerException} that names the parameter.
 */
@NullMarked
package io.github.telemetrycontext;

import org.jspecify.annotations.NullMarked;
