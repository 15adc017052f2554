/**
 * The telemetry context on OpenTelemetry spans and log records. OpenTelemetry's context also carries it between
 * threads, and baggage between processes. Parameters and results are never null unless they are marked {@link
 * org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.opentelemetry;

import org.jspecify.annotations.NullMarked;
