package com.example.chat;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

@Component
class LoggingListener implements ChatModelListener {

    private static final Logger log = LoggerFactory.getLogger("chat");

    @Override
    public void onRequest(ChatModelRequestContext request) {
        log.info("listener request");
    }

    @Override
    public void onResponse(ChatModelResponseContext response) {
        log.info("listener response");
    }

    @Override
    public void onError(ChatModelErrorContext error) {
        log.info("listener error");
    }
}
