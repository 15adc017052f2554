package io.github.telemetrycontext.samples.chat;

import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.langchain4j.TelemetryAiService;
import io.github.telemetrycontext.langchain4j.TelemetryChatModel;
import io.github.telemetrycontext.langchain4j.TelemetryHttpClientBuilder;
import io.github.telemetrycontext.langchain4j.TelemetryStreamingChatModel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A chat with a model. What the telemetry context needs are the classes whose names begin with Telemetry, nothing else. */
@SpringBootApplication
public class ChatApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(ChatApplication.class, arguments);
    }

    @Bean
    ChatModel model(
            @Value("${model.url}") String url, @Value("${model.key}") String key, @Value("${model.name}") String name) {
        return new Attempts(TelemetryChatModel.of(OpenAiChatModel.builder()
                .baseUrl(url)
                .apiKey(key)
                .modelName(name)
                .maxRetries(0)
                .logRequests(true)
                .logResponses(true)
                .build()));
    }

    @Bean
    StreamingChatModel streamingModel(
            @Value("${model.url}") String url, @Value("${model.key}") String key, @Value("${model.name}") String name) {
        return TelemetryStreamingChatModel.of(OpenAiStreamingChatModel.builder()
                .httpClientBuilder(TelemetryHttpClientBuilder.of(new JdkHttpClientBuilder()))
                .baseUrl(url)
                .apiKey(key)
                .modelName(name)
                .logRequests(true)
                .logResponses(true)
                .build());
    }

    @Bean
    ExecutorService toolThreads() {
        return TelemetryExecutors.propagating(Executors.newFixedThreadPool(4));
    }

    @Bean
    Assistant assistant(ChatModel model, StreamingChatModel streamingModel, ExecutorService toolThreads) {
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(model)
                .streamingChatModel(streamingModel)
                .chatMemoryProvider(session -> MessageWindowChatMemory.withMaxMessages(20))
                .tools(new Tools())
                .executeToolsConcurrently(toolThreads)
                .build();
        return TelemetryAiService.of(Assistant.class, assistant).modelOf(model).build();
    }
}
