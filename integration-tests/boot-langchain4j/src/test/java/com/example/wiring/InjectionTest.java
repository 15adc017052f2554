package com.example.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.chat.ChatTest;
import com.example.chat.Line;
import com.example.wiring.Models.Retrying;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

/** Injection still works for decorated models, and their calls have the fields. */
class InjectionTest extends ChatTest {

    @EnableAutoConfiguration
    static class SeveralModels {

        @Bean
        @Primary
        OpenAiChatModel first() {
            return Models.openAi("first");
        }

        @Bean
        OpenAiChatModel second() {
            return Models.openAi("second");
        }

        @Bean
        @Lazy
        OpenAiChatModel lazy() {
            return Models.openAi("lazy");
        }

        @Bean
        @Scope("prototype")
        OpenAiChatModel prototype() {
            return Models.openAi("prototype");
        }

        @Bean
        @Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        OpenAiChatModel scoped() {
            return Models.openAi("scoped");
        }

        @Bean
        ChatModel retrying(@Qualifier("second") ChatModel second) {
            return new Retrying(second);
        }

        @Bean
        Built built(@Qualifier("second") OpenAiChatModel second) {
            return AiServices.builder(Built.class).chatModel(second).build();
        }

        @Bean
        JdkHttpClientBuilder clients() {
            return new JdkHttpClientBuilder();
        }
    }

    interface Built {

        String answer(String question);
    }

    static class Client {

        @Autowired
        OpenAiChatModel byClass;

        @Autowired
        ChatModel primary;

        @Autowired
        @Qualifier("second") OpenAiChatModel qualified;

        @Autowired
        @Lazy
        @Qualifier("lazy") OpenAiChatModel lazy;

        @Autowired
        @Qualifier("prototype") ObjectProvider<OpenAiChatModel> prototype;

        @Autowired
        @Qualifier("scoped") OpenAiChatModel scoped;

        @Autowired
        @Qualifier("retrying") ChatModel retrying;

        @Autowired
        Built built;

        @Autowired
        Models.Assistant assistant;

        @Autowired
        @Qualifier("clients") JdkHttpClientBuilder clients;
    }

    @Test
    void injectsEachModelWithFields() {
        try (ConfigurableApplicationContext application =
                start(SeveralModels.class, "spring.main.web-application-type=none")) {
            application.getBeanFactory().registerScope("thread", new SimpleThreadScope());
            Client client = new Client();
            application.getAutowireCapableBeanFactory().autowireBean(client);
            List.of(
                            client.byClass,
                            client.primary,
                            client.qualified,
                            client.lazy,
                            client.prototype.getObject(),
                            client.prototype.getObject(),
                            client.scoped,
                            client.retrying)
                    .forEach(model -> model.chat("hello"));
            client.built.answer("hello");
            client.assistant.answer("hello");
            assertThat(client.byClass.defaultRequestParameters().modelName()).isEqualTo("first");
            assertThat(client.clients.connectTimeout(Duration.ofSeconds(9)).connectTimeout())
                    .hasSeconds(9);
        }
        assertThat(lines())
                .extracting(Line::toString)
                .containsExactly(
                        "calling first [first -]",
                        "calling first [first -]",
                        "calling second [second -]",
                        "calling lazy [lazy -]",
                        "calling prototype [prototype -]",
                        "calling prototype [prototype -]",
                        "calling scoped [scoped -]",
                        "trying [second -]",
                        "calling second [second -]",
                        "calling second [second 1]",
                        "HTTP request [granite 1]",
                        "HTTP response [granite 1]");
        assertThat(lines()).extracting(Line::request).doesNotContainNull();
        assertThat(lines().stream().map(Line::request).distinct())
                .as("one for each call")
                .hasSize(10);
    }
}
