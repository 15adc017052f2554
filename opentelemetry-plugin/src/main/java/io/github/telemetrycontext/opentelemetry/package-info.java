/**
 * The telemetry context on OpenTelemetry spans and log records, and in what OpenTelemetry carries from thread to thread
 * and from process to process. Parameters and results are never null unless they are marked
 * {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.opentelemetry;

import org.jspecify.annotations.NullMarked;
