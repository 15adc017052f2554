package io.github.telemetrycontext.samples.chat;

import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model that is asked up to three times while it is overloaded. The log lines show the number of each attempt. */
record Attempts(ChatModel model) implements ChatModel {

    private static final Logger log = LoggerFactory.getLogger("chat");

    @Override
    public ChatResponse doChat(ChatRequest request) {
        for (int attempt = 1; ; attempt++) {
            try (Scope scope =
                    TelemetryContext.with().samplingIteration(attempt).open()) {
                try {
                    return model.chat(request);
                } catch (RateLimitException e) {
                    log.warn("Refused: {}", e.getMessage());
                    if (attempt == 3) {
                        throw e;
                    }
                }
                LockSupport.parkNanos(attempt * 50_000_000L);
            }
        }
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }
}
