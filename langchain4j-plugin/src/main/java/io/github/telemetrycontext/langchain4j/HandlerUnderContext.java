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
 * A handler whose callbacks run under the context of the call.
 *
 * @param call the context
 * @param handler what the callbacks are for
 */
record HandlerUnderContext(TelemetryContext call, StreamingChatResponseHandler handler)
        implements StreamingChatResponseHandler {

    @Override
    public void onPartialResponse(String partialResponse) {
        call.wrap(() -> handler.onPartialResponse(partialResponse)).run();
    }

    @Override
    public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
        call.wrap(() -> handler.onPartialResponse(partialResponse, context)).run();
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking) {
        call.wrap(() -> handler.onPartialThinking(partialThinking)).run();
    }

    @Override
    public void onPartialThinking(PartialThinking partialThinking, PartialThinkingContext context) {
        call.wrap(() -> handler.onPartialThinking(partialThinking, context)).run();
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall) {
        call.wrap(() -> handler.onPartialToolCall(partialToolCall)).run();
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall, PartialToolCallContext context) {
        call.wrap(() -> handler.onPartialToolCall(partialToolCall, context)).run();
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall completeToolCall) {
        call.wrap(() -> handler.onCompleteToolCall(completeToolCall)).run();
    }

    @Override
    public void onUnmappedRawEvent(Object rawEvent) {
        call.wrap(() -> handler.onUnmappedRawEvent(rawEvent)).run();
    }

    @Override
    public void onCompleteResponse(ChatResponse completeResponse) {
        call.wrap(() -> handler.onCompleteResponse(completeResponse)).run();
    }

    @Override
    public void onError(Throwable error) {
        call.wrap(() -> handler.onError(error)).run();
    }
}
