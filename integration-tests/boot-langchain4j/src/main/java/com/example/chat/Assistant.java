package com.example.chat;

import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.spring.AiService;
import reactor.core.publisher.Flux;

/** Uses all that the application provides: both models, the memories and the tools. */
@AiService
interface Assistant {

    String answer(@MemoryId String user, @UserMessage String question);

    TokenStream tokens(@MemoryId String user, @UserMessage String question);

    Flux<String> flux(@MemoryId String user, @UserMessage String question);
}
