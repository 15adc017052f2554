package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Models that implement only convenience overloads. Answers arrive on a pooled thread. */
@ExtendWith(TelemetryContextExtension.class)
class OwnOverloadsTest {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();
    private static final ChatResponse ANSWER =
            ChatResponse.builder().aiMessage(AiMessage.from("hi")).build();
    private static final ChatRequestParameters GRANITE =
            ChatRequestParameters.builder().modelName("granite").build();
    private static final ChatMessage HELLO = UserMessage.from("hello");

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final List<TelemetryContext> seen = new ArrayList<>();
    private final CompletableFuture<String> end = new CompletableFuture<>();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private void look() {
        seen.add(TelemetryContext.current());
    }

    private final ChatModel future = new ChatModel() {
        @Override
        public CompletableFuture<String> chatAsync(String userMessage) {
            return answer("hi");
        }

        @Override
        public CompletableFuture<ChatResponse> chatAsync(ChatMessage... messages) {
            return answer(ANSWER);
        }

        @Override
        public CompletableFuture<ChatResponse> chatAsync(List<ChatMessage> messages) {
            return answer(ANSWER);
        }

        private <T> CompletableFuture<T> answer(T answer) {
            look();
            return CompletableFuture.completedFuture(answer);
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return GRANITE;
        }
    };

    private final StreamingChatModel streaming = new StreamingChatModel() {
        @Override
        public void chat(String userMessage, StreamingChatResponseHandler handler) {
            answer(handler);
        }

        @Override
        public void chat(List<ChatMessage> messages, StreamingChatResponseHandler handler) {
            answer(handler);
        }

        private void answer(StreamingChatResponseHandler handler) {
            look();
            pool.execute(() -> handler.onCompleteResponse(ANSWER));
        }

        @Override
        public Publisher<String> chat(String userMessage) {
            return answer("hi");
        }

        @Override
        public Publisher<ChatModelStreamingEvent> chat(ChatMessage... messages) {
            return answer(new CompleteResponse(ANSWER));
        }

        @Override
        public Publisher<ChatModelStreamingEvent> chat(List<ChatMessage> messages) {
            return answer(new CompleteResponse(ANSWER));
        }

        private <T> Publisher<T> answer(T answer) {
            return subscriber -> {
                look();
                SubmissionPublisher<T> answers = new SubmissionPublisher<>(pool, 8);
                answers.subscribe(subscriber);
                answers.submit(answer);
                answers.close();
            };
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return GRANITE;
        }
    };

    private final class Recorder implements StreamingChatResponseHandler, Subscriber<Object> {

        @Override
        public void onCompleteResponse(ChatResponse completeResponse) {
            look();
            end.complete("");
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object answer) {
            look();
        }

        @Override
        public void onError(Throwable error) {
            end.completeExceptionally(error);
        }

        @Override
        public void onComplete() {
            end.complete("");
        }
    }

    static Stream<Arguments> asynchronous() {
        return Stream.of(
                asynchronous("a text", model -> model.chatAsync("hello")),
                asynchronous("messages", model -> model.chatAsync(HELLO, HELLO)),
                asynchronous("a list", model -> model.chatAsync(List.of(HELLO))));
    }

    private static Arguments asynchronous(String name, Function<ChatModel, CompletableFuture<?>> call) {
        return Arguments.of(name, call);
    }

    /** This happens in a native image without metadata for the model's class. */
    @Test
    void includesEveryOverloadIfMethodsOfModelAreUnknown() {
        OwnOverloads own = OwnOverloads.of("chatAsync", new Object(), ChatModel.class);

        assertThat(own.include(String.class)).isTrue();
        assertThat(own.include(List.class)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("asynchronous")
    void asynchronousCallUsesOverloadOfModel(String name, Function<ChatModel, CompletableFuture<?>> call) {
        assertThat(CALLER.wrapSupplier(() -> call.apply(TelemetryChatModel.of(future)))
                        .get())
                .isCompleted();
        assertThatAllShareOneCall(1);
    }

    static Stream<Arguments> streamed() {
        return Stream.of(
                streamed("a text", (model, recorder) -> model.chat("hello", recorder)),
                streamed("a list", (model, recorder) -> model.chat(List.of(HELLO), recorder)),
                streamed(
                        "a text, published",
                        (model, recorder) -> model.chat("hello").subscribe(recorder)),
                streamed(
                        "messages, published",
                        (model, recorder) -> model.chat(HELLO, HELLO).subscribe(recorder)),
                streamed(
                        "a list, published",
                        (model, recorder) -> model.chat(List.of(HELLO)).subscribe(recorder)));
    }

    private static Arguments streamed(String name, BiConsumer<StreamingChatModel, Recorder> call) {
        return Arguments.of(name, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamed")
    void streamedCallUsesOverloadOfModelAndSameContextForAnswers(
            String name, BiConsumer<StreamingChatModel, Recorder> call) throws Exception {
        CALLER.wrap(() -> call.accept(TelemetryStreamingChatModel.of(streaming), new Recorder()))
                .run();
        end.get(20, TimeUnit.SECONDS);
        assertThatAllShareOneCall(2);
    }

    private void assertThatAllShareOneCall(int times) {
        assertThat(seen).hasSize(times);
        assertThat(seen.get(0).sessionId()).isEqualTo("caller");
        assertThat(seen.get(0).modelId()).isEqualTo("granite");
        assertThat(seen.get(0).requestId()).matches("[0-9a-f]{32}");
        assertThat(seen).containsOnly(seen.get(0));
    }
}
