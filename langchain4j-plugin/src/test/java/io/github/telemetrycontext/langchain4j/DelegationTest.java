package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.guardrail.ChatExecutor;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Decorators must delegate each method, also those that new versions of LangChain4j add. */
class DelegationTest {

    static Stream<Arguments> decorators() {
        return Stream.of(
                Arguments.of(TelemetryChatModel.of(new ChatModel() {}).getClass(), ChatModel.class),
                Arguments.of(
                        TelemetryStreamingChatModel.of(new StreamingChatModel() {})
                                .getClass(),
                        StreamingChatModel.class),
                Arguments.of(HandlerUnderContext.class, StreamingChatResponseHandler.class),
                Arguments.of(SubscriberUnderContext.class, Subscriber.class),
                Arguments.of(SubscriberUnderContext.Requests.class, Subscription.class),
                Arguments.of(NumberingGuardrailExecutor.Attempts.class, ChatExecutor.class),
                Arguments.of(TelemetryHttpClientBuilder.class, HttpClientBuilder.class),
                Arguments.of(TelemetryHttpClientBuilder.Client.class, HttpClient.class),
                Arguments.of(TelemetryHttpClientBuilder.Listener.class, ServerSentEventListener.class));
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void decoratorsOverrideEveryMethod(Class<?> decorator, Class<?> api) {
        assertThat(api.getMethods())
                .filteredOn(method -> !Modifier.isStatic(method.getModifiers()))
                .isNotEmpty()
                .allMatch(method -> isOverridden(method, decorator));
    }

    @Test
    void findsMethodThatIsNotOverridden() throws Exception {
        class Forgetful implements ChatModel {}
        assertThat(isOverridden(ChatModel.class.getMethod("listeners"), Forgetful.class))
                .isFalse();
        assertThat(isOverridden(ChatModel.class.getMethod("listeners"), TelemetryChatModel.class))
                .isTrue();
    }

    private static boolean isOverridden(Method method, Class<?> decorator) {
        return Arrays.stream(decorator.getMethods())
                .anyMatch(own -> own.getDeclaringClass() != method.getDeclaringClass()
                        && own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }
}
