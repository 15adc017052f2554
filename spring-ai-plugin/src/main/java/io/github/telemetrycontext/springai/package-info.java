/**
 * Gives each call of a Spring AI chat client its session, request and model in the {@linkplain
 * io.github.telemetrycontext.TelemetryContext telemetry context}, wherever its advisors and tools run.
 *
 * <p>{@link io.github.telemetrycontext.springai.TelemetryContextAdvisor} is all that there is. Parameters and results are
 * never null unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.springai;

import org.jspecify.annotations.NullMarked;
