package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AsyncNotSupportedException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Features that no HTTP client uses yet: futures and publishers of LangChain4j 1.20, and models that override the
 * interface's defaults. Answers arrive on a pooled thread with its own context.
 */
@ExtendWith(TelemetryContextExtension.class)
class InMemoryTest {

    private static final ChatRequest HELLO =
            ChatRequest.builder().messages(UserMessage.from("hello")).build();
    private static final ChatResponse ANSWER =
            ChatResponse.builder().aiMessage(AiMessage.from("hi")).build();
    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").build();
    private static final TelemetryContext OF_THE_THREAD =
            TelemetryContext.builder().sessionId("thread").build();

    private final ExecutorService pool =
            Executors.newSingleThreadExecutor(task -> new Thread(OF_THE_THREAD.wrap(task), "pooled"));
    private final List<TelemetryContext> seen = new ArrayList<>();

    @AfterEach
    void assertThreadIsRestored() throws Exception {
        assertThat(pool.submit(TelemetryContext::current).get()).isSameAs(OF_THE_THREAD);
        pool.shutdownNow();
    }

    private void look() {
        seen.add(TelemetryContext.current());
    }

    private void assertThatAllShareOneCall(int times) {
        assertThat(seen).hasSize(times);
        assertThat(seen.get(0).sessionId()).isEqualTo("caller");
        assertThat(seen.get(0).modelId()).isEqualTo("granite");
        assertThat(seen.get(0).requestId()).matches("[0-9a-f]{32}");
        assertThat(seen).containsOnly(seen.get(0));
    }

    private List<ChatModelListener> listening() {
        return List.of(new ChatModelListener() {
            @Override
            public void onRequest(ChatModelRequestContext context) {
                look();
            }

            @Override
            public void onResponse(ChatModelResponseContext context) {
                look();
            }
        });
    }

    private static ChatRequestParameters granite() {
        return ChatRequestParameters.builder().modelName("granite").build();
    }

    /** Answers when the test triggers it. */
    private class AsyncModel implements ChatModel {

        final CompletableFuture<ChatResponse> answer = new CompletableFuture<>();

        @Override
        public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
            look();
            return answer;
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return granite();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return listening();
        }
    }

    @Test
    void listenersHaveContextOfCallAndStagesThatOfAttachingThread() throws Exception {
        AsyncModel model = new AsyncModel();
        CompletableFuture<TelemetryContext> stage = CALLER.wrapSupplier(() ->
                        TelemetryChatModel.of(model).chatAsync("hello").thenApply(text -> TelemetryContext.current()))
                .get();
        pool.execute(() -> model.answer.complete(ANSWER));

        assertThat(stage.get()).isEqualTo(CALLER);
        assertThatAllShareOneCall(3);
    }

    @Test
    void listenersOfFutureHaveContextOfThreadIfNotDecorated() throws Exception {
        AsyncModel model = new AsyncModel();
        CompletableFuture<String> answer =
                CALLER.wrapSupplier(() -> model.chatAsync("hello")).get();
        pool.execute(() -> model.answer.complete(ANSWER));

        assertThat(answer.get()).isEqualTo("hi");
        assertThat(seen).containsExactly(CALLER, CALLER, OF_THE_THREAD);
    }

    @Test
    void cancelsFutureOfModel() {
        AsyncModel model = new AsyncModel();
        TelemetryChatModel.of(model).chatAsync(HELLO).cancel(true);
        assertThat(model.answer).isCancelled();
    }

    @Test
    void failsWithExceptionOfModelThatHasNoFutures() {
        class Plain implements ChatModel {}
        assertThatThrownBy(() ->
                        TelemetryChatModel.of(new Plain()).chatAsync(HELLO).get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(AsyncNotSupportedException.class)
                .hasMessageContaining("Plain");
    }

    @Test
    void returnsFutureOfModelThatOverridesChatAsyncUnchanged() {
        CompletableFuture<ChatResponse> own = new CompletableFuture<>();
        ChatModel model = new ChatModel() {
            @Override
            public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
                look();
                return own;
            }

            @Override
            public ChatRequestParameters defaultRequestParameters() {
                return granite();
            }
        };
        assertThat(CALLER.wrapSupplier(() -> TelemetryChatModel.of(model).chatAsync(HELLO))
                        .get())
                .isSameAs(own);
        assertThatAllShareOneCall(1);
    }

    /** Answers with a publisher of events. */
    private class PublishingModel implements StreamingChatModel {

        @Override
        public Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
            return subscriber -> {
                look();
                SubmissionPublisher<ChatModelStreamingEvent> events = new SubmissionPublisher<>(pool, 8);
                events.subscribe(subscriber);
                events.submit(new PartialResponse("hi"));
                events.submit(new CompleteResponse(ANSWER));
                events.close();
            };
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return granite();
        }

        @Override
        public List<ChatModelListener> listeners() {
            return listening();
        }
    }

    /** Records the context of each signal. */
    private final class Recorder implements Subscriber<Object> {

        private final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public void onSubscribe(Subscription subscription) {
            look();
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object event) {
            look();
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            look();
            end.complete("");
        }

        void await() throws Exception {
            end.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void publisherSignalsUnderContextAndEachSubscriptionIsOneCall() throws Exception {
        StreamingChatModel model = TelemetryStreamingChatModel.of(new PublishingModel());
        Publisher<ChatModelStreamingEvent> answer =
                CALLER.wrapSupplier(() -> model.chat(HELLO)).get();
        Recorder first = new Recorder();
        answer.subscribe(first);
        first.await();
        assertThatAllShareOneCall(7);

        TelemetryContext call = seen.get(0);
        seen.clear();
        Recorder second = new Recorder();
        answer.subscribe(second);
        second.await();
        assertThatAllShareOneCall(7);
        assertThat(seen.get(0).requestId()).isNotEqualTo(call.requestId());
    }

    @Test
    void publisherOfTextSignalsUnderContext() throws Exception {
        Publisher<String> answer = CALLER.wrapSupplier(() ->
                        TelemetryStreamingChatModel.of(new PublishingModel()).chat("hello"))
                .get();
        Recorder subscriber = new Recorder();
        answer.subscribe(subscriber);
        subscriber.await();
        assertThatAllShareOneCall(6);
    }

    @Test
    void publisherSignalsUnderContextOfThreadIfNotDecorated() throws Exception {
        Recorder subscriber = new Recorder();
        CALLER.wrapSupplier(() -> new PublishingModel().chat(HELLO)).get().subscribe(subscriber);
        subscriber.await();
        assertThat(seen).contains(OF_THE_THREAD).doesNotContain(CALLER);
    }

    @Test
    void callsOverriddenChatMethodOfStreamingModel() throws Exception {
        StreamingChatModel own = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
                look();
                pool.execute(() -> handler.onCompleteResponse(ANSWER));
            }

            @Override
            public ChatRequestParameters defaultRequestParameters() {
                return granite();
            }
        };
        LoggingHandler handler = new LoggingHandler() {
            @Override
            public void onCompleteResponse(ChatResponse completeResponse) {
                look();
                super.onCompleteResponse(completeResponse);
            }
        };
        CALLER.wrap(() -> TelemetryStreamingChatModel.of(own).chat("hello", handler))
                .run();
        handler.end();
        assertThatAllShareOneCall(2);
    }

    @Test
    void keepsModelOfApplicationIfModelHasNoName() {
        ChatModel nameless = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                look();
                return ANSWER;
            }
        };
        TelemetryContext.with()
                .modelId("set")
                .run(() -> TelemetryChatModel.of(nameless).chat(HELLO));
        assertThat(seen.get(0).modelId()).isEqualTo("set");
        assertThat(seen.get(0).requestId()).isNotNull();
    }
}
