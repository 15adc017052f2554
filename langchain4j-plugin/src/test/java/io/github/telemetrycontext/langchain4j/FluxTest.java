package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;

/**
 * An AI service that returns a Flux with langchain4j-reactor. Its model answers on a pooled thread when a test
 * triggers it.
 */
@ExtendWith(TelemetryContextExtension.class)
class FluxTest {

    interface Assistant {
        Flux<String> chat(@MemoryId String user, @UserMessage String message);
    }

    private static final TelemetryContext SUBSCRIBER =
            TelemetryContext.builder().sessionId("subscriber").build();

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CompletableFuture<StreamingChatResponseHandler> started = new CompletableFuture<>();
    private final StreamingChatModel bare = new StreamingChatModel() {
        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            look("model");
            started.complete(handler);
        }
    };

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private void look(String place) {
        seen.add(place + ": " + TelemetryContext.current().sessionId());
    }

    private static Assistant service(StreamingChatModel model) {
        return AiServices.builder(Assistant.class)
                .streamingChatModel(model)
                .chatMemoryProvider(user -> MessageWindowChatMemory.withMaxMessages(20))
                .build();
    }

    private Flux<String> answer() {
        return TelemetryAiService.of(Assistant.class, service(TelemetryStreamingChatModel.of(bare)))
                .memoryIdIsSession()
                .build()
                .chat("alice", "hello")
                .doOnNext(piece -> look(piece));
    }

    private Future<?> deliver() {
        return pool.submit(() -> {
            StreamingChatResponseHandler handler = started.join();
            handler.onPartialResponse("piece");
            handler.onCompleteResponse(
                    ChatResponse.builder().aiMessage(AiMessage.from("piece")).build());
        });
    }

    @Test
    void startsWhenMethodIsCalledBeforeAnySubscription() {
        Flux<String> answer = answer();
        assertThat(started).isDone();
        assertThat(seen).containsExactly("model: alice");

        Future<?> unused = deliver();
        answer.blockLast(Duration.ofSeconds(20));
    }

    @Test
    void piecesAfterSubscriptionHaveContextOfCall() throws Exception {
        Flux<String> answer = answer();
        CompletableFuture<List<String>> end =
                SUBSCRIBER.wrapSupplier(() -> answer.collectList().toFuture()).get();
        deliver().get();
        assertThat(end.get()).containsExactly("piece");
        assertThat(seen).containsExactly("model: alice", "piece: alice");
    }

    @Test
    void piecesBeforeSubscriptionHaveContextOfSubscriber() throws Exception {
        Flux<String> answer = answer();
        deliver().get();
        SUBSCRIBER.wrap(() -> answer.blockLast(Duration.ofSeconds(20))).call();
        assertThat(seen).containsExactly("model: alice", "piece: subscriber");
    }

    @Test
    void piecesHaveContextOfThreadIfNotDecorated() throws Exception {
        CompletableFuture<List<String>> end = SUBSCRIBER
                .wrapSupplier(() -> service(bare)
                        .chat("alice", "hello")
                        .doOnNext(piece -> look(piece))
                        .collectList()
                        .toFuture())
                .get();
        deliver().get();
        assertThat(end.get()).containsExactly("piece");
        assertThat(seen).containsExactly("model: subscriber", "piece: null");
    }
}
