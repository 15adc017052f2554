/**
 * Gives each call of a LangChain4j model its request and model in the {@linkplain
 * io.github.telemetrycontext.TelemetryContext telemetry context}, wherever the call's callbacks, listeners and tools run.
 *
 * <p>{@link io.github.telemetrycontext.langchain4j.TelemetryChatModel} and {@link
 * io.github.telemetrycontext.langchain4j.TelemetryStreamingChatModel} go around models, {@link
 * io.github.telemetrycontext.langchain4j.TelemetryAiService} around AI services. Parameters and results are never null
 * unless they are marked {@link org.jspecify.annotations.Nullable}.
 */
@NullMarked
package io.github.telemetrycontext.langchain4j;

import org.jspecify.annotations.NullMarked;
