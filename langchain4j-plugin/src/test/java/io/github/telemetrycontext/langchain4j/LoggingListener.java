package io.github.telemetrycontext.langchain4j;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;

/** An application's listener that logs. */
final class LoggingListener implements ChatModelListener {

    @Override
    public void onRequest(ChatModelRequestContext context) {
        LOG.info("listener: request");
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        LOG.info("listener: response");
    }

    @Override
    public void onError(ChatModelErrorContext context) {
        LOG.info("listener: error");
    }
}
