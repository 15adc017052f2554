package io.github.telemetrycontext.langchain4j;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An application's handler that logs all callbacks. */
class LoggingHandler implements StreamingChatResponseHandler {

    private final CompletableFuture<String> end = new CompletableFuture<>();

    @Override
    public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
        LOG.info("partial: {}", partialResponse.text());
    }

    @Override
    public void onPartialToolCall(PartialToolCall partialToolCall, PartialToolCallContext context) {
        LOG.info("partial call: {}", partialToolCall.name());
    }

    @Override
    public void onCompleteToolCall(CompleteToolCall completeToolCall) {
        LOG.info("call: {}", completeToolCall.toolExecutionRequest().name());
    }

    @Override
    public void onCompleteResponse(ChatResponse completeResponse) {
        LOG.info("complete: {}", completeResponse.aiMessage().text());
        end.complete("complete");
    }

    @Override
    public void onError(Throwable error) {
        LOG.info("error");
        end.complete("error");
    }

    /** Waits for the end of the stream. */
    String end() throws Exception {
        return end.get(20, TimeUnit.SECONDS);
    }
}
