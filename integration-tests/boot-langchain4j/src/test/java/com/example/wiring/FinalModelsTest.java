package com.example.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.chat.ChatTest;
import com.example.chat.Line;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Models whose class is final. */
class FinalModelsTest extends ChatTest {

    private static final Logger log = LoggerFactory.getLogger("chat");

    static final class FinalModel implements ChatModel {

        private final ChatModel model = Models.openAi("final");

        @Override
        public ChatResponse doChat(ChatRequest request) {
            log.info("delegating");
            return model.chat(request);
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return model.defaultRequestParameters();
        }
    }

    @EnableAutoConfiguration
    static class Application {

        @Bean
        FinalModel ofFinalClass() {
            return new FinalModel();
        }
    }

    private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
        return start(
                application,
                Stream.concat(Stream.of("spring.main.web-application-type=none"), Stream.of(properties))
                        .toArray(String[]::new));
    }

    static class FinalModelClient {

        @Autowired
        ChatModel ofFinalClass;

        @Autowired
        FinalModel byClass;
    }

    /** Only the decorator sets fields, because it can't extend the final class. */
    @Test
    void injectsModelOfFinalClassByClassAndByInterface() {
        try (ConfigurableApplicationContext application = run(Application.class)) {
            FinalModelClient client = new FinalModelClient();
            application.getAutowireCapableBeanFactory().autowireBean(client);
            client.ofFinalClass.chat("hello");
            client.byClass.chat("hello");
        }
        assertThat(lines())
                .extracting(Line::toString)
                .containsExactly(
                        "delegating [final -]", "calling final [final -]", "delegating [- -]", "calling final [- -]");
    }

    static class FinalModelFactory implements FactoryBean<FinalModel> {

        @Override
        public FinalModel getObject() {
            return new FinalModel();
        }

        @Override
        public Class<?> getObjectType() {
            return FinalModel.class;
        }
    }

    @EnableAutoConfiguration
    static class WithFactory {

        @Bean
        FinalModelFactory ofFinalClass() {
            return new FinalModelFactory();
        }
    }

    @Test
    void injectsModelOfFinalClassFromFactoryByClass() {
        try (ConfigurableApplicationContext application = run(WithFactory.class)) {
            FinalModelClient client = new FinalModelClient();
            application.getAutowireCapableBeanFactory().autowireBean(client);
            assertThat(client.ofFinalClass).isSameAs(client.byClass);
        }
    }
}
