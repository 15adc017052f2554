/**
 * Sets the session, request and model of each Spring AI call in the {@linkplain
 * io.github.telemetrycontext.TelemetryContext telemetry context}. Advisors and tools of the call run under this
 * context.
 *
 * <p>Use {@link io.github.telemetrycontext.springai.TelemetryContextAdvisor} for chat clients, and {@link
 * io.github.telemetrycontext.springai.TelemetryChatModel} for models without a client. {@link
 * io.github.telemetrycontext.springai.TelemetryObservationFilter} adds the ids to the observations of chat clients.
 * Parameters and results are never null unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.springai;

import org.jspecify.annotations.NullMarked;
