package com.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Ways to inject the auto-configured model. Its class is final in Spring AI 2. Injection by this class yields the
 * model without a decorator.
 */
class InjectionTest {

    private static final boolean FINAL = Modifier.isFinal(OpenAiChatModel.class.getModifiers());

    /** Injection points. Each is created when a test gets it. */
    @Configuration(proxyBeanMethods = false)
    static class Points {

        @Bean
        ByInterface byInterface(ChatModel model, @Qualifier("openAiChatModel") ChatModel qualified) {
            return new ByInterface(model, qualified);
        }

        @Bean
        ByClass byClass(OpenAiChatModel openAiChatModel, ObjectProvider<OpenAiChatModel> provider) {
            return new ByClass(openAiChatModel, provider);
        }
    }

    record ByInterface(ChatModel model, ChatModel qualified) {}

    static final class ByClass {

        private final OpenAiChatModel model;
        private final ObjectProvider<OpenAiChatModel> provider;

        @Autowired
        private OpenAiChatModel field;

        @Autowired
        private List<OpenAiChatModel> list;

        ByClass(OpenAiChatModel model, ObjectProvider<OpenAiChatModel> provider) {
            this.model = model;
            this.provider = provider;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"byInterface", "byClass", "openAiChatModel", "client"})
    void injectsModelByInterfaceAndByClassInAnyOrderOfCreation(String first) throws Exception {
        try (RunningApplication application =
                RunningApplication.with(Points.class, "spring.main.lazy-initialization=true")) {
            assertThat(application.context().getBean(first)).isNotNull();

            ByInterface byInterface = application.context().getBean(ByInterface.class);
            assertThat(isDecorated(application, byInterface.model())).isTrue();
            assertThat(isDecorated(application, byInterface.qualified())).isTrue();
            ByClass byClass = application.context().getBean(ByClass.class);
            assertThat(isDecorated(application, byClass.model)).isEqualTo(!FINAL);
            assertThat(byClass.provider.getObject()).isSameAs(byClass.model);
            assertThat(byClass.provider.getIfAvailable()).isSameAs(byClass.model);
            assertThat(byClass.field).isSameAs(byClass.model);
            assertThat(byClass.list).containsExactly(byClass.model);
            assertThat(application.context().getBeanNamesForType(ChatModel.class))
                    .containsExactly("openAiChatModel");
        }
    }

    /**
     * A second bean like the auto-configured one, which takes precedence. Spring AI 1 and 2 build models in different
     * ways.
     */
    @Configuration(proxyBeanMethods = false)
    static class TwoModels {

        @Bean
        static BeanDefinitionRegistryPostProcessor second() {
            return registry -> {
                AbstractBeanDefinition second =
                        ((AbstractBeanDefinition) registry.getBeanDefinition("openAiChatModel")).cloneBeanDefinition();
                second.setPrimary(true);
                registry.registerBeanDefinition("primaryChatModel", second);
            };
        }

        @Bean
        OfTwo ofTwo(
                ChatModel model,
                @Qualifier("openAiChatModel") ChatModel qualified,
                OpenAiChatModel modelByClass,
                @Qualifier("openAiChatModel") OpenAiChatModel qualifiedByClass,
                List<OpenAiChatModel> all) {
            return new OfTwo(model, qualified, modelByClass, qualifiedByClass, all);
        }
    }

    record OfTwo(
            ChatModel model,
            ChatModel qualified,
            OpenAiChatModel modelByClass,
            OpenAiChatModel qualifiedByClass,
            List<OpenAiChatModel> all) {}

    /** The class does not tell two final models apart, so they have no decorators. */
    @Test
    void injectsTwoModelsOfOneClassByNameAndPrecedence() throws Exception {
        try (RunningApplication application = RunningApplication.with(TwoModels.class)) {
            OfTwo models = application.context().getBean(OfTwo.class);
            assertThat(models.model())
                    .isSameAs(models.modelByClass())
                    .isSameAs(application.context().getBean("primaryChatModel"));
            assertThat(models.qualified())
                    .isSameAs(models.qualifiedByClass())
                    .isSameAs(application.context().getBean("openAiChatModel"));
            assertThat(models.all()).containsExactlyInAnyOrder(models.modelByClass(), models.qualifiedByClass());
            assertThat(isDecorated(application, models.model())).isEqualTo(!FINAL);
            assertThat(isDecorated(application, models.qualified())).isEqualTo(!FINAL);
        }
    }

    private static boolean isDecorated(RunningApplication application, ChatModel model) {
        int before = application.spans("chat").size();
        assertThat(model.call("hello")).isEqualTo("good day");
        return application.spans("chat").get(before).containsKey("request_id");
    }
}
