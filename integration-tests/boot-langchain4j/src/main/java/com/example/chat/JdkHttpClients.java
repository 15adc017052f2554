package com.example.chat;

import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** For Spring Boot 4, because the HTTP client of LangChain4j's starters does not work with it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("org.springframework.boot.autoconfigure.web.client.RestClientAutoConfiguration")
public class JdkHttpClients {

    @Bean
    JdkHttpClientBuilder openAiChatModelHttpClientBuilder() {
        return new JdkHttpClientBuilder();
    }

    @Bean
    JdkHttpClientBuilder openAiStreamingChatModelHttpClientBuilder() {
        return new JdkHttpClientBuilder();
    }
}
