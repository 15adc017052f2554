package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.langchain4j.TelemetryChatModel;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;

/**
 * Model beans with several kinds of classes. The module integration-tests has applications with the starters of LLM
 * libraries.
 */
@ExtendWith(TelemetryContextExtension.class)
class DecoratedBeansTest {

    private static RunningApplication start(Class<?> configuration, String... arguments) {
        return RunningApplication.start(configuration, arguments);
    }

    /** Returns the context that the model saw, and checks that no context is left. */
    private static TelemetryContext seenBy(ChatModel model) {
        String seen = model.chat("hello");
        assertThat(TelemetryContext.current().isEmpty()).isTrue();
        if (seen.equals("{}")) {
            return TelemetryContext.empty();
        }
        String[] ids = seen.split(" ", -1);
        return TelemetryContext.builder().requestId(ids[0]).modelId(ids[1]).build();
    }

    private static void isDecorated(ChatModel model) {
        TelemetryContext seen = seenBy(model);
        assertThat(seen.requestId()).matches("[0-9a-f]{32}");
        assertThat(seen.modelId()).isEqualTo("model-1");
    }

    private static void isNotDecorated(ChatModel model) {
        assertThat(seenBy(model)).isSameAs(TelemetryContext.empty());
    }

    private static Map<String, String> report(RunningApplication application) {
        return application.context().getBean(WiringReport.class).beans();
    }

    @Test
    void decoratesBeanAndKeepsItsClass() {
        try (RunningApplication application = start(WithOpenModel.class)) {
            OpenModel model = application.context().getBean(OpenModel.class);
            isDecorated(model);
            assertThat(model.own()).isEqualTo("model-1");
            assertThat(model.toString()).startsWith("OpenModel");
            assertThat(application.context().getBean(ChatModel.class)).isSameAs(model);
            assertThat(report(application)).containsExactly(Map.entry("model", "decorated"));
        }
    }

    @Test
    void doesNotDecorateBeanWhenSwitchedOff() {
        for (String property : new String[] {"langchain4j.enabled", "enabled"}) {
            try (RunningApplication application =
                    start(WithOpenModel.class, "--telemetry.context." + property + "=false")) {
                OpenModel model = application.context().getBean(OpenModel.class);
                isNotDecorated(model);
                assertThat(model.getClass()).isEqualTo(OpenModel.class);
                assertThat(application.context().getBeansOfType(LangChain4jBeans.class))
                        .isEmpty();
            }
        }
    }

    @Test
    void injectsOneOfSeveralModelsByQualifierOrAsPrimary() {
        try (RunningApplication application = start(WithSeveralModels.class)) {
            SeveralModels models = application.context().getBean(SeveralModels.class);
            isDecorated(models.primary());
            isDecorated(models.second());
            isDecorated(models.lazy());
            assertThat(models.primary()).isNotSameAs(models.second());
            assertThat(models.primary().own()).isEqualTo("model-1");
        }
    }

    @Test
    void replacesFinalModelDeclaredAsInterface() {
        try (RunningApplication application = start(WithFinalModel.class)) {
            isDecorated(application.context().getBean(ChatModel.class));
            assertThat(report(application)).containsExactly(Map.entry("model", "decorated"));
        }
    }

    /** Beans that are created before and after the model inject it. */
    @Test
    void injectsFinalModelByClassAndItsDecoratorByInterface() {
        try (RunningApplication application = start(WithDeclaredFinalModel.class)) {
            FinalModels models = application.context().getBean("aEarly", FinalModels.class);
            isDecorated(models.model());
            isNotDecorated(models.finalModel());
            assertThat(models.provided().getObject()).isSameAs(models.finalModel());
            FinalModels later = application.context().getBean("zLate", FinalModels.class);
            assertThat(later.finalModel()).isSameAs(models.finalModel());
            assertThat(later.model()).isSameAs(models.model());
            assertThat(application.context().getBeanNamesForType(ChatModel.class))
                    .containsExactly("finalModel");
        }
    }

    @Test
    void reportsSeveralModelsOfOneFinalClassAndDoesNotDecorateThem() {
        try (RunningApplication application = start(WithSeveralFinalModels.class)) {
            isNotDecorated(application.context().getBean("one", FinalModel.class));
            assertThat(report(application))
                    .containsEntry(
                            "one",
                            "not decorated: its class " + FinalModel.class.getName()
                                    + " can't be extended, and code may inject the bean by this class."
                                    + " Decorate the bean in its @Bean method")
                    .containsOnlyKeys("one", "two");
        }
    }

    /** Kotlin classes are final by default. */
    @Test
    void keepsOtherTypesOfFinalModel() {
        try (RunningApplication application = start(WithFinalModelOfOtherTypes.class)) {
            isDecorated(application.context().getBean(ChatModel.class));
            assertThat(application.context().getBean(Named.class).name()).isEqualTo("named");
            assertThat(application.context().getBean(DerivedModel.class).own()).isEqualTo("model-1");
        }
    }

    @Test
    void modelWithFinalMethodsStillWorks() {
        try (RunningApplication application = start(WithFinalMethods.class)) {
            assertThat(application.context().getBean(FinalMethods.class).name()).isEqualTo("model-1");
        }
    }

    @Test
    void reportsModelsThatNoPostProcessorDecorates() {
        try (RunningApplication application = start(WithUnseenModels.class)) {
            assertThat(report(application))
                    .containsExactly(
                            Map.entry(
                                    "early",
                                    "not decorated: it was created or registered before the bean post-processors"),
                            Map.entry("lazy", "not created yet"),
                            Map.entry("own", "decorated by the application"));
            isNotDecorated(application.context().getBean("early", ChatModel.class));
            isDecorated(application.context().getBean("lazy", ChatModel.class));
            isDecorated(application.context().getBean("own", ChatModel.class));
            assertThat(report(application)).containsEntry("lazy", "decorated");
        }
    }

    /** Answers with the ids of the context that is current. */
    private interface AnsweringModel extends ChatModel {

        String model();

        @Override
        default ChatResponse doChat(ChatRequest request) {
            TelemetryContext current = TelemetryContext.current();
            String text = current.isEmpty() ? "{}" : current.requestId() + " " + current.modelId();
            return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
        }

        @Override
        default ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().modelName(model()).build();
        }
    }

    static class OpenModel implements AnsweringModel {

        private final String model;

        OpenModel(String model) {
            this.model = model;
        }

        @Override
        public String model() {
            return model;
        }

        String own() {
            return model;
        }

        @Override
        public String toString() {
            return "OpenModel " + model;
        }
    }

    record FinalModel(String model) implements AnsweringModel {}

    interface Named {

        String name();
    }

    record NamedModel(String name, ChatModel model) implements ChatModel, Named {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return model.doChat(request);
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return model.defaultRequestParameters();
        }
    }

    static final class DerivedModel extends OpenModel {

        DerivedModel() {
            super("model-1");
        }
    }

    static class FinalMethods extends OpenModel {

        private final String name;

        FinalMethods(String name) {
            super(name);
            this.name = name;
        }

        final String name() {
            return name;
        }
    }

    record SeveralModels(OpenModel primary, OpenModel second, OpenModel lazy) {}

    record FinalModels(ChatModel model, FinalModel finalModel, ObjectProvider<FinalModel> provided) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithOpenModel {

        @Bean
        OpenModel model() {
            return new OpenModel("model-1");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithSeveralModels {

        @Bean
        @Primary
        OpenModel first() {
            return new OpenModel("model-1");
        }

        @Bean
        OpenModel second() {
            return new OpenModel("model-1");
        }

        @Bean
        @Lazy
        OpenModel third() {
            return new OpenModel("model-1");
        }

        @Bean
        SeveralModels models(
                OpenModel primary, @Qualifier("second") OpenModel second, @Lazy @Qualifier("third") OpenModel lazy) {
            return new SeveralModels(primary, second, lazy);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithUnseenModels {

        @Bean
        static BeanFactoryPostProcessor createsEarly() {
            return beans -> beans.getBean("early");
        }

        @Bean
        static OpenModel early() {
            return new OpenModel("model-1");
        }

        @Bean
        @Lazy
        OpenModel lazy() {
            return new OpenModel("model-1");
        }

        @Bean
        ChatModel own() {
            return TelemetryChatModel.of(new OpenModel("model-1"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithFinalModel {

        @Bean
        ChatModel model() {
            return new FinalModel("model-1");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithFinalModelOfOtherTypes {

        @Bean
        @Primary
        NamedModel named() {
            return new NamedModel("named", new OpenModel("model-1"));
        }

        @Bean
        DerivedModel derived() {
            return new DerivedModel();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithDeclaredFinalModel {

        @Bean
        FinalModels aEarly(FinalModel finalModel, ChatModel model, ObjectProvider<FinalModel> provided) {
            return new FinalModels(model, finalModel, provided);
        }

        @Bean
        FinalModel finalModel() {
            return new FinalModel("model-1");
        }

        @Bean
        FinalModels zLate(
                ChatModel model, @Qualifier("finalModel") FinalModel finalModel, ObjectProvider<FinalModel> provided) {
            return new FinalModels(model, finalModel, provided);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WithSeveralFinalModels {

        @Bean
        FinalModel one() {
            return new FinalModel("model-1");
        }

        @Bean
        FinalModel two() {
            return new FinalModel("model-1");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(MicrometerTest.Application.class)
    static class WithFinalMethods {

        @Bean
        FinalMethods model() {
            return new FinalMethods("model-1");
        }
    }
}
