package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/** Tests of an application that replace or inject the model. */
class SpringBootTestTest {

    @SuppressWarnings("NullAway.Init") // by start()
    private static OpenAiServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new OpenAiServer(question -> Answer.text("good day"));
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        properties.add("spring.ai.openai.base-url", () -> server.url());
    }

    @Nested
    @SpringBootTest
    class Injected {

        @Autowired
        private ChatModel model;

        @Autowired
        private OpenAiChatModel modelByClass;

        @Test
        void injectsModelByInterfaceAndByClass(
                @Autowired OpenAiChatModel openAiChatModel, @Autowired ObjectProvider<OpenAiChatModel> provider) {
            assertThat(model.call("hello")).isEqualTo("good day");
            assertThat(modelByClass.call("hello")).isEqualTo("good day");
            assertThat(openAiChatModel).isSameAs(modelByClass);
            assertThat(provider.getObject()).isSameAs(modelByClass);
        }
    }

    @Nested
    @SpringBootTest
    class Mocked {

        @MockitoBean
        private ChatModel model;

        @Test
        void mockReplacesModel(@Autowired ChatController controller) {
            when(model.call("hello")).thenReturn("mocked");

            assertThat(controller.model("hello")).isEqualTo("mocked");
            verify(model).call("hello");
        }
    }
}
