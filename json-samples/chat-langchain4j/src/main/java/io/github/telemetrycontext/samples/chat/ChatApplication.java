package io.github.telemetrycontext.samples.chat;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.AsyncTaskExecutor;

/** A chat with a model. The application declares ordinary beans of LangChain4j, and the starter decorates them. */
@SpringBootApplication
public class ChatApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ChatApplication.class, arguments);
    }

    @Bean
    ChatModel model(
            @Value("${model.url}") String url, @Value("${model.key}") String key, @Value("${model.name}") String name) {
        return new Attempts(OpenAiChatModel.builder()
                .baseUrl(url)
                .apiKey(key)
                .modelName(name)
                .maxRetries(0)
                .logRequests(true)
                .logResponses(true)
                .build());
    }

    /** A bean, so that log lines of streamed answers have the ids too. The client logs them on its own threads. */
    @Bean
    HttpClientBuilder httpClient() {
        return new JdkHttpClientBuilder();
    }

    @Bean
    StreamingChatModel streamingModel(
            HttpClientBuilder httpClient,
            @Value("${model.url}") String url,
            @Value("${model.key}") String key,
            @Value("${model.name}") String name) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(httpClient)
                .baseUrl(url)
                .apiKey(key)
                .modelName(name)
                .logRequests(true)
                .logResponses(true)
                .build();
    }

    /** The tools run in parallel on Spring Boot's executor, which propagates the ids. */
    @Bean
    Assistant assistant(ChatModel model, StreamingChatModel streamingModel, AsyncTaskExecutor applicationTaskExecutor) {
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .streamingChatModel(streamingModel)
                .chatMemoryProvider(session -> MessageWindowChatMemory.withMaxMessages(20))
                .tools(new Tools())
                .executeToolsConcurrently(applicationTaskExecutor)
                .build();
    }
}
