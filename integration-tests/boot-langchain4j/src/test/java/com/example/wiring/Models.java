package com.example.wiring;

import com.example.chat.Model;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.spring.AiService;
import dev.langchain4j.service.spring.AiServiceWiringMode;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Models that log a line with their name for each call. */
final class Models {

    private static final Logger log = LoggerFactory.getLogger("chat");

    private Models() {}

    static OpenAiChatModel openAi(String name) {
        return OpenAiChatModel.builder()
                .httpClientBuilder(new JdkHttpClientBuilder())
                .baseUrl(Model.url())
                .apiKey("none")
                .modelName(name)
                .maxRetries(0)
                .listeners(List.of(new Listener()))
                .build();
    }

    static final class Listener implements ChatModelListener {

        @Override
        public void onRequest(ChatModelRequestContext request) {
            log.info("calling {}", request.chatRequest().modelName());
        }
    }

    /** A decorator of the application. */
    record Retrying(ChatModel model) implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            log.info("trying");
            return model.chat(request);
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return model.defaultRequestParameters();
        }
    }

    /** The only service of these tests. A service that names no model allows one model only. */
    @AiService(wiringMode = AiServiceWiringMode.EXPLICIT, chatModel = "openAiChatModel")
    interface Assistant {

        String answer(String question);
    }
}
