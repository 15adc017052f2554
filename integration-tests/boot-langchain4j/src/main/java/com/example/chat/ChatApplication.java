package com.example.chat;

import dev.langchain4j.memory.chat.ChatMemoryProvider;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;

/** A chat with a model, with the beans that LangChain4j's starters use. */
@SpringBootApplication
public class ChatApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ChatApplication.class, arguments);
    }

    @Bean
    ChatMemoryProvider memories() {
        return user -> MessageWindowChatMemory.withMaxMessages(20);
    }

    /** An AI service without the annotation, because the annotation can't set an executor for tools. */
    @Bean
    Planner planner(ChatModel model, Tools tools, AsyncTaskExecutor applicationTaskExecutor) {
        return AiServices.builder(Planner.class)
                .chatModel(model)
                .tools(tools)
                .executeToolsConcurrently(applicationTaskExecutor)
                .build();
    }
}
