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
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A method that a new version of LangChain4j adds must be delegated, or listed here with the reason why it need not be. */
class DelegationTest {

    /** By the interface's default they end in a method that is overridden. */
    private static final Map<Class<?>, Set<String>> ENDING_ELSEWHERE = Map.of(
            TelemetryChatModel.class,
            // In chatAsync(ChatRequest).
            Set.of("chatAsync(String)", "chatAsync(ChatMessage[])", "chatAsync(List)"),
            TelemetryStreamingChatModel.class,
            Set.of(
                    // In chat(ChatRequest, StreamingChatResponseHandler).
                    "chat(String, StreamingChatResponseHandler)",
                    "chat(List, StreamingChatResponseHandler)",
                    // In chat(ChatRequest).
                    "chat(String)",
                    "chat(ChatMessage[])",
                    "chat(List)"));

    static Stream<Arguments> decorators() {
        return Stream.of(
                Arguments.of(TelemetryChatModel.class, ChatModel.class),
                Arguments.of(TelemetryStreamingChatModel.class, StreamingChatModel.class),
                Arguments.of(HandlerUnderContext.class, StreamingChatResponseHandler.class),
                Arguments.of(NumberingGuardrailExecutor.Attempts.class, ChatExecutor.class),
                Arguments.of(TelemetryHttpClientBuilder.class, HttpClientBuilder.class),
                Arguments.of(TelemetryHttpClientBuilder.Client.class, HttpClient.class),
                Arguments.of(TelemetryHttpClientBuilder.Listener.class, ServerSentEventListener.class));
    }

    @ParameterizedTest
    @MethodSource("decorators")
    void everyMethodIsOverriddenOrEndsInOneThatIs(Class<?> decorator, Class<?> api) {
        Set<String> inherited = Arrays.stream(api.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !isOverridden(method, decorator))
                .map(DelegationTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(inherited).isEqualTo(ENDING_ELSEWHERE.getOrDefault(decorator, Set.of()));
    }

    @Test
    void aMethodThatIsNotOverriddenIsFound() throws Exception {
        class Forgetful implements ChatModel {}
        assertThat(isOverridden(ChatModel.class.getMethod("listeners"), Forgetful.class))
                .isFalse();
        assertThat(isOverridden(ChatModel.class.getMethod("listeners"), TelemetryChatModel.class))
                .isTrue();
    }

    private static boolean isOverridden(Method method, Class<?> decorator) {
        return Arrays.stream(decorator.getDeclaredMethods())
                .anyMatch(own -> own.getName().equals(method.getName())
                        && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }
}
