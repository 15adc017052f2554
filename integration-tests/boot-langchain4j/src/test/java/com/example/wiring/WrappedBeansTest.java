package com.example.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.chat.ChatTest;
import com.example.chat.Line;
import com.example.wiring.Models.Retrying;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.util.stream.Stream;
import org.aspectj.lang.ProceedingJoinPoint;
import org.aspectj.lang.annotation.Around;
import org.aspectj.lang.annotation.Aspect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.EnableAspectJAutoProxy;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/** Models and services that the application wraps. */
class WrappedBeansTest extends ChatTest {

    private static final Logger log = LoggerFactory.getLogger("chat");

    @EnableAutoConfiguration
    static class Application {

        @Bean
        OpenAiChatModel wrapped() {
            return Models.openAi("wrapped");
        }

        @Bean
        OpenAiChatModel wrappedFirst() {
            return Models.openAi("wrapped-first");
        }

        @Bean
        static BeanPostProcessor wrapper() {
            return new Wrapper();
        }

        @Bean
        static FirstWrapper firstWrapper() {
            return new FirstWrapper();
        }
    }

    static class Wrapper implements BeanPostProcessor {

        String wrapped() {
            return "wrapped";
        }

        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return name.equals(wrapped()) ? new Retrying((OpenAiChatModel) bean) : bean;
        }
    }

    /** Runs before the post-processor of the starter. */
    static class FirstWrapper extends Wrapper implements PriorityOrdered {

        @Override
        String wrapped() {
            return "wrappedFirst";
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }
    }

    private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
        return start(
                application,
                Stream.concat(Stream.of("spring.main.web-application-type=none"), Stream.of(properties))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrapped", "wrappedFirst"})
    void postProcessorOfApplicationWrapsModels(String model) {
        try (ConfigurableApplicationContext application = run(Application.class)) {
            application.getBean(model, ChatModel.class).chat("hello");
        }
        String name = model.equals("wrapped") ? "wrapped" : "wrapped-first";
        assertThat(lines())
                .extracting(Line::toString)
                .containsExactly(
                        model.equals("wrapped") ? "trying [- -]" : "trying [wrapped-first -]",
                        "calling " + name + " [" + name + " -]");
    }

    @Aspect
    static class Logging {

        @Around("execution(* dev.langchain4j.model.chat.ChatModel.chat(..))"
                + " || execution(* com.example.wiring.Models.Assistant.*(..))")
        Object log(ProceedingJoinPoint call) throws Throwable {
            log.info("around {}", call.getSignature().getName());
            return call.proceed();
        }
    }

    @EnableAutoConfiguration
    @EnableAspectJAutoProxy
    static class WithAspect {

        @Bean
        Logging logging() {
            return new Logging();
        }
    }

    @Test
    void aspectsRunAroundServicesAndModels() {
        try (ConfigurableApplicationContext application = run(WithAspect.class)) {
            application.getBean(Models.Assistant.class).answer("hello");
            application.getBean(OpenAiChatModel.class).chat("hello");
        }
        assertThat(lines())
                .extracting(Line::toString)
                .containsExactly(
                        "around answer [- -]",
                        "around chat [granite 1]",
                        "HTTP request [granite 1]",
                        "HTTP response [granite 1]",
                        "around chat [- -]",
                        "HTTP request [granite -]",
                        "HTTP response [granite -]");
    }

    static class CircularModel implements ChatModel {

        private final ChatModel model = Models.openAi("circular");

        @Autowired
        Helper helper;

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return model.chat(request);
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return model.defaultRequestParameters();
        }
    }

    static class Helper {

        @Autowired
        CircularModel model;
    }

    @EnableAutoConfiguration
    static class Circular {

        @Bean
        CircularModel model() {
            return new CircularModel();
        }

        @Bean
        Helper helper() {
            return new Helper();
        }
    }

    @Test
    void circularReferenceGetsDecoratedBean() {
        try (ConfigurableApplicationContext application =
                run(Circular.class, "spring.main.allow-circular-references=true")) {
            ChatModel model = application.getBean(CircularModel.class);
            assertThat(application.getBean(Helper.class).model).isSameAs(model);
            model.chat("hello");
        }
        assertThat(lines()).extracting(Line::toString).containsExactly("calling circular [circular -]");
    }
}
