package com.example.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.example.chat.ChatTest;
import com.example.chat.JdkHttpClients;
import com.example.chat.Line;
import com.example.chat.Model;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** Spring's mocks and spies still work with decorated models. */
class MockedModelTest extends ChatTest {

    @EnableAutoConfiguration
    static class Application {}

    @DynamicPropertySource
    static void model(DynamicPropertyRegistry properties) {
        properties.add("model.url", Model::url);
    }

    @Nested
    @SpringBootTest(
            classes = {Application.class, JdkHttpClients.class},
            webEnvironment = WebEnvironment.NONE)
    class Mock {

        @Autowired
        private Models.Assistant assistant;

        @MockitoBean
        private ChatModel model;

        @Test
        void mockAnswers() {
            when(model.chat(any(ChatRequest.class)))
                    .thenReturn(ChatResponse.builder()
                            .aiMessage(AiMessage.from("mocked"))
                            .build());
            assertThat(assistant.answer("hello")).isEqualTo("mocked");
            verify(model).chat(any(ChatRequest.class));
        }
    }

    @Nested
    @SpringBootTest(
            classes = {Application.class, JdkHttpClients.class},
            webEnvironment = WebEnvironment.NONE)
    class Spy {

        @Autowired
        private Models.Assistant assistant;

        @MockitoSpyBean
        private OpenAiChatModel model;

        @Test
        void spySeesCall() {
            assertThat(assistant.answer("hello")).isEqualTo("onetwothree");
            verify(model).doChat(any(ChatRequest.class));
            assertThat(lines())
                    .extracting(Line::toString)
                    .containsExactly("HTTP request [granite 1]", "HTTP response [granite 1]");
        }
    }
}
