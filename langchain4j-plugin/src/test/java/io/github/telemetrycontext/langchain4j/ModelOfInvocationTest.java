package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The model that an invocation shows outside of its model calls, for services with two models. */
@ExtendWith(TelemetryContextExtension.class)
class ModelOfInvocationTest {

    /** All return types of LangChain4j 1.19 with langchain4j-reactor. */
    public interface Assistant {

        String chat(String message);

        Result<String> result(String message);

        TokenStream tokens(String message);

        Flux<String> flux(String message);

        default TokenStream again(String message) {
            return tokens(message);
        }

        default String twice(String message) {
            return chat(message) + chat(message);
        }
    }

    /** The return type of its method comes from a subtype. */
    public interface Streaming<T> {
        T chat(String message);
    }

    public interface StreamingTokens extends Streaming<TokenStream> {
        @Override
        TokenStream chat(String message);
    }

    private final List<@Nullable String> seen = new ArrayList<>();
    private final ChatModel chat = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder().aiMessage(AiMessage.from("hi")).build();
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().modelName("chat").build();
        }
    };
    private final StreamingChatModel streaming = new StreamingChatModel() {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onPartialResponse("hi");
            handler.onCompleteResponse(
                    ChatResponse.builder().aiMessage(AiMessage.from("hi")).build());
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().modelName("streaming").build();
        }
    };

    private void look() {
        seen.add(TelemetryContext.current().modelId());
    }

    /**
     * Creates a service whose memories read the current model, because they are created outside of model calls. The
     * models are not decorated.
     */
    private <T> T service(Class<T> type) {
        return AiServices.builder(type)
                .chatModel(chat)
                .streamingChatModel(streaming)
                .chatMemoryProvider(memory -> {
                    look();
                    return MessageWindowChatMemory.withMaxMessages(20);
                })
                .build();
    }

    private static void end(TokenStream stream) {
        stream.ignoreErrors().start();
    }

    static Stream<Arguments> methods() {
        return Stream.of(
                of("String", "chat", assistant -> assistant.chat("hello")),
                of("Result", "chat", assistant -> assistant.result("hello")),
                of("default String", "chat", assistant -> assistant.twice("hello")),
                of("TokenStream", "streaming", assistant -> end(assistant.tokens("hello"))),
                of("default TokenStream", "streaming", assistant -> end(assistant.again("hello"))),
                of("Flux", "streaming", assistant -> assistant.flux("hello").blockLast()));
    }

    private static Arguments of(String name, String model, Consumer<Assistant> call) {
        return Arguments.of(name, model, call);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("methods")
    void showsStreamingModelForStreamingMethodsAndChatModelForOthers(
            String name, String model, Consumer<Assistant> call) {
        TelemetryAiService<Assistant> streamingFirst = TelemetryAiService.of(Assistant.class, service(Assistant.class))
                .modelOf(streaming)
                .modelOf(chat);
        TelemetryAiService<Assistant> chatFirst = TelemetryAiService.of(Assistant.class, service(Assistant.class))
                .modelOf(chat)
                .modelOf(streaming);
        call.accept(streamingFirst.build());
        call.accept(chatFirst.build());

        assertThat(seen).hasSize(2).containsOnly(model);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods")
    void showsOnlyModelForAllMethods(String name, String model, Consumer<Assistant> call) {
        call.accept(TelemetryAiService.of(Assistant.class, service(Assistant.class))
                .modelOf(streaming)
                .build());
        call.accept(TelemetryAiService.of(Assistant.class, service(Assistant.class))
                .modelOf(chat)
                .build());

        assertThat(seen).containsExactly("streaming", "chat");
    }

    @Test
    void showsNoModelByDefault() {
        TelemetryAiService.of(Assistant.class, service(Assistant.class)).build().chat("hello");
        assertThat(seen).hasSize(1).containsOnlyNulls();
    }

    @Test
    void showsStreamingModelIfSubtypeDefinesReturnType() {
        Streaming<TokenStream> assistant = TelemetryAiService.of(StreamingTokens.class, service(StreamingTokens.class))
                .modelOf(streaming)
                .modelOf(chat)
                .build();
        end(assistant.chat("hello"));
        assertThat(seen).containsExactly("streaming");
    }

    /** Return types of later versions of LangChain4j, of its adapters, and of other libraries for AI services. */
    interface Others {

        CompletableFuture<String> future();

        Mono<String> mono();

        void nothing();

        int number();

        Flow.Publisher<String> publisher();

        Multi<String> multi();

        ConnectableFlux<String> connectable();

        Stream<String> stream();
    }

    /** The same shape as Mutiny's type. */
    interface Multi<T> extends Flow.Publisher<T> {}

    @ParameterizedTest
    @CsvSource({
        "future, chat",
        "mono, chat",
        "nothing, chat",
        "number, chat",
        "publisher, streaming",
        "multi, streaming",
        "connectable, streaming",
        "stream, streaming"
    })
    void showsStreamingOrChatModelForOtherReturnTypes(String method, String model) throws Exception {
        Others service = (Others) Proxy.newProxyInstance(
                Others.class.getClassLoader(), new Class<?>[] {Others.class}, (proxy, called, arguments) -> {
                    look();
                    return called.getReturnType() == int.class ? 1 : null;
                });
        Others decorated = TelemetryAiService.of(Others.class, service)
                .modelOf(streaming)
                .modelOf(chat)
                .build();
        Others.class.getDeclaredMethod(method).invoke(decorated);
        assertThat(seen).containsExactly(model);
    }
}
