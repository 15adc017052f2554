package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.telemetrycontext.TelemetryContext;

/**
 * Runs the callbacks of a handler under the context of the call.
 *
 * @param call the context
 * @param handler receives the callbacks
 */
record HandlerUnderContext(TelemetryContext call, StreamingChatResponseHandler handler)
        implements StreamingChatResponseHandler {

    @Override
    public void onPartialResponse(String partialResponse) {
        call.run(() -> handler.onPartialResponse(partialResponse));
    }

    @Override
    public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
        call.run(() -> handler.onPartialResponse(partialResponse, context));
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking) {
        call.run(() -> handler.onPartialThinking(partialThinking));
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking, PartialThinkingContext context) {
        call.run(() -> handler.onPartialThinking(partialThinking, context));
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall) {
        call.run(() -> handler.onPartialToolCall(partialToolCall));
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall, PartialToolCallContext context) {
        call.run(() -> handler.onPartialToolCall(partialToolCall, context));
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall completeToolCall) {
        call.run(() -> handler.onCompleteToolCall(completeToolCall));
    }

    @Override
    public void onUnmappedRawEvent(Object rawEvent) {
        call.run(() -> handler.onUnmappedRawEvent(rawEvent));
    }

    @Override
    public void onCompleteResponse(ChatResponse completeResponse) {
        call.run(() -> handler.onCompleteResponse(completeResponse));
    }

    @Override
    public void onError(Throwable error) {
        call.run(() -> handler.onError(error));
    }
}
