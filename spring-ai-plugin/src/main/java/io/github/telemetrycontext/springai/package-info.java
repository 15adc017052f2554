/**
 * Gives each call of Spring AI its session, request and model in the {@linkplain io.github.telemetrycontext.TelemetryContext
 * telemetry context}, wherever its advisors and tools run.
 *
 * <p>{@link io.github.telemetrycontext.springai.TelemetryContextAdvisor} is for chat clients, {@link
 * io.github.telemetrycontext.springai.TelemetryChatModel} for models without a client, and {@link
 * io.github.telemetrycontext.springai.TelemetryObservationFilter} for the observations of chat clients. Parameters and results
 * are never null unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.springai;

import org.jspecify.annotations.NullMarked;
