package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.TelemetryExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tools, listeners, guardrails, callbacks and models leave scopes open on a pooled thread. The test extension would
 * report these scopes.
 */
class LeftScopesTest {

    interface Assistant {
        String chat(String message);
    }

    private static final TelemetryContext LEFT =
            TelemetryContext.builder().sessionId("left").build();
    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("caller").requestId("r-1").build();

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final List<Scope> left = new ArrayList<>();
    private final List<@Nullable String> seen = new ArrayList<>();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    /** Records the current session and leaves a scope open. */
    @SuppressWarnings("MustBeClosedChecker") // on purpose
    private void leave() {
        seen.add(TelemetryContext.current().sessionId());
        left.add(LEFT.makeCurrent());
    }

    private void look() {
        seen.add(TelemetryContext.current().sessionId());
    }

    /** Runs a call on the pooled thread and checks that no context is left there. */
    private void assertThatNothingIsLeftBy(Runnable call) throws Exception {
        pool.submit(() -> {
                    CALLER.wrap(call).run();
                    assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
                })
                .get();
        assertThatNothingIsLeft();
    }

    private void assertThatNothingIsLeft() throws Exception {
        assertThat(pool.submit(TelemetryContext::current).get()).isSameAs(TelemetryContext.empty());
        assertThat(left).isNotEmpty();
        assertThat(seen).containsOnly("caller");
    }

    private static ChatResponse answer() {
        return ChatResponse.builder().aiMessage(AiMessage.from("hi")).build();
    }

    private final class Handler implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(String partialResponse) {
            leave();
        }

        @Override
        public void onCompleteResponse(ChatResponse completeResponse) {
            leave();
        }

        @Override
        public void onError(Throwable error) {
            leave();
        }
    }

    @Test
    void scopeOfModelStaysOnThreadIfNotDecorated() throws Exception {
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                leave();
                return answer();
            }
        };
        pool.submit(() -> model.chat("hello")).get();
        assertThat(pool.submit(TelemetryContext::current).get()).isSameAs(LEFT);
        pool.submit(left.get(0)::close).get();

        seen.clear();
        assertThatNothingIsLeftBy(() -> TelemetryChatModel.of(model).chat("hello"));
    }

    @Test
    @SuppressWarnings("MustBeClosedChecker") // on purpose
    void listenersLeaveNoContext() throws Exception {
        ChatModelListener leaving = new ChatModelListener() {
            @Override
            public void onRequest(ChatModelRequestContext context) {
                left.add(LEFT.makeCurrent());
            }
        };
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return answer();
            }

            @Override
            public List<ChatModelListener> listeners() {
                return List.of(leaving);
            }
        };
        pool.submit(() -> model.chat("hello")).get();
        assertThat(pool.submit(TelemetryContext::current).get()).isSameAs(LEFT);
        pool.submit(left.get(0)::close).get();

        pool.submit(() -> TelemetryChatModel.of(model).chat("hello")).get();
        assertThat(left).hasSize(2);
        assertThat(pool.submit(TelemetryContext::current).get()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void streamingModelAndCallbacksSeeContextOfCallDespiteOpenScopes() throws Exception {
        StreamingChatModel model = TelemetryStreamingChatModel.of(new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                leave();
                pool.execute(() -> {
                    handler.onPartialResponse("h");
                    handler.onPartialResponse("i");
                    if (request.messages().size() == 1) {
                        handler.onCompleteResponse(answer());
                    } else {
                        handler.onError(new IllegalStateException("on purpose"));
                    }
                });
            }
        });
        UserMessage hello = UserMessage.from("hello");
        CALLER.wrap(() -> model.chat(List.of(hello), new Handler())).run();
        assertThatNothingIsLeft();
        CALLER.wrap(() -> model.chat(List.of(hello, hello), new Handler())).run();
        assertThatNothingIsLeft();
        assertThat(left).hasSize(8);
    }

    @Test
    void futureSeesContextOfCallDespiteOpenScopes() throws Exception {
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        ChatModel model = TelemetryChatModel.of(new ChatModel() {
            @Override
            public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
                leave();
                return answer;
            }
        });
        CompletableFuture<String> stage =
                CALLER.wrapSupplier(() -> model.chatAsync("hello")).get();
        pool.submit(() -> answer.complete(answer())).get();
        assertThat(stage.get()).isEqualTo("hi");
        assertThatNothingIsLeft();
        assertThat(left).hasSize(1);
    }

    @Test
    void publishersLeaveNoContextOnCreationSubscriptionAndSignals() throws Exception {
        StreamingChatModel model = TelemetryStreamingChatModel.of(new StreamingChatModel() {
            @Override
            public Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
                leave();
                return subscriber -> {
                    leave();
                    SubmissionPublisher<ChatModelStreamingEvent> events = new SubmissionPublisher<>(pool, 8);
                    events.subscribe(subscriber);
                    events.submit(new PartialResponse("h"));
                    events.submit(new PartialResponse("i"));
                    events.close();
                };
            }
        });
        ChatRequest hello =
                ChatRequest.builder().messages(UserMessage.from("hello")).build();
        CountDownLatch end = new CountDownLatch(1);
        Subscriber<Object> subscriber = new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                leave();
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Object event) {
                leave();
            }

            @Override
            public void onError(Throwable failure) {
                leave();
            }

            @Override
            public void onComplete() {
                leave();
                end.countDown();
            }
        };
        CALLER.wrap(() -> {
                    model.doChat(hello).subscribe(subscriber);
                    look();
                })
                .run();
        end.await();
        assertThatNothingIsLeft();
        assertThat(left).hasSize(6);
        assertThatNothingIsLeftBy(() -> model.doChat(hello));
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void eventsOfHttpClientLeaveNoContext() throws Exception {
        ServerSentEventListener listener =
                new TelemetryHttpClientBuilder.Listener(CALLER, new ServerSentEventListener() {
                    @Override
                    public void onEvent(ServerSentEvent event) {
                        leave();
                    }

                    @Override
                    public void onError(Throwable failure) {
                        leave();
                    }
                });
        pool.submit(() -> {
                    listener.onEvent(new ServerSentEvent("", ""));
                    listener.onError(new IllegalStateException("on purpose"));
                })
                .get();
        assertThatNothingIsLeft();
    }

    /** Requests a second answer. */
    private final class Guardrail implements OutputGuardrail {

        private int answers;

        @Override
        public OutputGuardrailResult validate(AiMessage answer) {
            leave();
            return ++answers % 2 == 1 ? reprompt("not yet", "and now?") : success();
        }
    }

    /** The same thread calls these tools one after the other. */
    public final class Tools {

        @Tool
        public String first() {
            leave();
            return "done";
        }

        @Tool
        public String second() {
            leave();
            return "done";
        }
    }

    /** The model calls both tools for the first message, and says hi to all others. */
    private static Assistant assistant(UnaryOperator<AiServices<Assistant>> more) {
        ChatModel model = TelemetryChatModel.of(new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                boolean calls = request.messages().size() == 1
                        && !request.toolSpecifications().isEmpty();
                return calls
                        ? ChatResponse.builder()
                                .aiMessage(AiMessage.from(callOf("first"), callOf("second")))
                                .build()
                        : answer();
            }
        });
        return TelemetryAiService.of(
                        Assistant.class,
                        more.apply(AiServices.builder(Assistant.class).chatModel(model))
                                .build())
                .numberAttempts()
                .build();
    }

    private static ToolExecutionRequest callOf(String tool) {
        return ToolExecutionRequest.builder()
                .id(tool)
                .name(tool)
                .arguments("{}")
                .build();
    }

    @Test
    void toolLeavesNoContextAfterInvocation() throws Exception {
        Assistant assistant = assistant(service -> service.tools(new Tools()));
        pool.submit(CALLER.wrap(() -> assistant.chat("hello"))).get();

        assertThat(left).hasSize(2);
        assertThat(seen).first().isEqualTo("caller");
        assertThat(pool.submit(TelemetryContext::current).get()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void toolLeavesNoContextForNextToolOnPropagatingExecutor() throws Exception {
        ExecutorService propagating = TelemetryExecutors.propagating(pool);
        Assistant assistant = assistant(service -> service.tools(new Tools()).executeToolsConcurrently(propagating));
        CALLER.toBuilder().run(() -> assistant.chat("hello"));

        assertThatNothingIsLeft();
        assertThat(left).hasSize(2);
    }

    @Test
    void guardrailLeavesNoContextForNextAttempt() throws Exception {
        Assistant assistant = assistant(service -> service.outputGuardrails(new Guardrail()));
        assertThatNothingIsLeftBy(() -> assistant.chat("hello"));
        assertThat(left).hasSize(2);
    }
}
