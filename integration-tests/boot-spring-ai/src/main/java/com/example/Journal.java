package com.example;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import reactor.core.publisher.Flux;

/** Logs each step of a call. */
class Journal implements CallAdvisor, StreamAdvisor {

    private static final Logger log = LoggerFactory.getLogger("call.advisor");

    @Override
    public String getName() {
        return "journal";
    }

    @Override
    public int getOrder() {
        return 0;
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        log.info("before the call");
        try {
            return chain.nextCall(request);
        } finally {
            log.info("after the call");
        }
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        log.info("before the stream");
        return chain.nextStream(request)
                .doOnNext(response -> log.info("received"))
                .doFinally(end -> log.info("stream: {}", end));
    }
}
