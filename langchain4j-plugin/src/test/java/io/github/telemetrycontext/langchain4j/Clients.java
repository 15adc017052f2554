package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel.OpenAiChatModelBuilder;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import java.util.List;

/** LangChain4j's HTTP clients for OpenAI, with a listener that logs. */
final class Clients {

    private Clients() {}

    static OpenAiChatModelBuilder chat(OpenAiServer server) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(new JdkHttpClientBuilder())
                .baseUrl(server.url())
                .apiKey("none")
                .modelName("granite")
                .maxRetries(0)
                .listeners(List.of(new LoggingListener()));
    }

    static OpenAiStreamingChatModelBuilder streaming(OpenAiServer server) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(new JdkHttpClientBuilder())
                .baseUrl(server.url())
                .apiKey("none")
                .modelName("granite")
                .listeners(List.of(new LoggingListener()));
    }
}
