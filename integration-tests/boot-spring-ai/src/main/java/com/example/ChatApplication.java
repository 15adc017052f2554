package com.example;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.SimpleLoggerAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A typical application with Spring AI. It uses no class of this library. */
@SpringBootApplication
public class ChatApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ChatApplication.class, arguments);
    }

    @Bean
    ChatClient client(ChatClient.Builder client, ChatMemory memory) {
        return client.defaultAdvisors(
                        MessageChatMemoryAdvisor.builder(memory).build(),
                        new Journal(),
                        SimpleLoggerAdvisor.builder().build())
                .defaultTools(new Tools())
                .build();
    }
}
