package io.github.telemetrycontext.springboot;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.github.telemetrycontext.langchain4j.TelemetryAiService;
import io.github.telemetrycontext.langchain4j.TelemetryChatModel;
import io.github.telemetrycontext.langchain4j.TelemetryHttpClientBuilder;
import io.github.telemetrycontext.langchain4j.TelemetryStreamingChatModel;
import io.github.telemetrycontext.springboot.TelemetryContextProperties.LangChain4j;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Decorates LangChain4j's models, HTTP clients and AI services. */
final class LangChain4jBeans extends DecoratedBeans {

    /** The package of the invocation handlers of AI services, in LangChain4j 1.0.0 to 1.20.0. */
    private static final String AI_SERVICE = "dev.langchain4j.service.";

    private final LangChain4j properties;

    LangChain4jBeans(LangChain4j properties) {
        super(decorations());
        this.properties = properties;
    }

    private static List<Decoration<?>> decorations() {
        List<Decoration<?>> decorations = new ArrayList<>();
        decorations.add(new Decoration<>(ChatModel.class, TelemetryChatModel.class, TelemetryChatModel::of));
        decorations.add(new Decoration<>(
                StreamingChatModel.class, TelemetryStreamingChatModel.class, TelemetryStreamingChatModel::of));
        if (Classpath.has("dev.langchain4j.http.client.HttpClientBuilder")) {
            decorations.add(HttpClients.decoration());
        }
        return decorations;
    }

    @Override
    Object decorated(Object bean, String name) {
        return isAiService(bean) ? aiService(bean, name) : super.decorated(bean, name);
    }

    /** Returns true for services that the annotation creates and for services that the application builds. */
    private static boolean isAiService(Object bean) {
        return Proxy.isProxyClass(bean.getClass())
                && Proxy.getInvocationHandler(bean).getClass().getName().startsWith(AI_SERVICE);
    }

    private Object aiService(Object bean, String name) {
        report(name, DECORATED);
        return aiService(bean.getClass().getInterfaces()[0], bean, name);
    }

    private <T> Object aiService(Class<T> type, Object bean, String name) {
        TelemetryAiService<T> service =
                TelemetryAiService.of(type, type.cast(bean)).memoryIdIsSession(properties.sessionFromMemoryId());
        if (properties.numberAttempts()) {
            service.numberAttempts();
        }
        onlyOne(ChatModel.class, name, service::modelOf);
        onlyOne(StreamingChatModel.class, name, service::modelOf);
        return service.build();
    }

    /**
     * Passes the model that was injected into the service, because its name applies to all calls of the service. Does
     * nothing if there are several models.
     */
    private <M> void onlyOne(Class<M> type, String service, Consumer<M> user) {
        List<String> models = Arrays.stream(factory().getDependenciesForBean(service))
                .filter(name -> factory().containsBean(name)
                        && factory().isSingleton(name)
                        && factory().isTypeMatch(name, type))
                .toList();
        if (models.size() == 1) {
            user.accept(factory().getBean(models.get(0), type));
        }
    }

    /** A separate class, because applications may not have LangChain4j's HTTP clients. */
    private static final class HttpClients {

        static Decoration<?> decoration() {
            return new Decoration<>(
                    HttpClientBuilder.class, TelemetryHttpClientBuilder.class, TelemetryHttpClientBuilder::of);
        }
    }
}
