/**
 * Sets the request and the model of each LangChain4j call in the {@linkplain
 * io.github.telemetrycontext.TelemetryContext telemetry context}. Callbacks, listeners and tools of the call run under
 * this context on every thread.
 *
 * <p>{@link io.github.telemetrycontext.langchain4j.TelemetryChatModel} and {@link
 * io.github.telemetrycontext.langchain4j.TelemetryStreamingChatModel} decorate models, {@link
 * io.github.telemetrycontext.langchain4j.TelemetryAiService} decorates AI services. Parameters and results are never
 * null unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.langchain4j;

import org.jspecify.annotations.NullMarked;
