package io.github.telemetrycontext.langchain4j;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines;
import io.github.telemetrycontext.testsupport.LogLines.Line;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same as {@link TelemetryChatModelTest} for streams. Callbacks run on threads of the JDK's HTTP client. */
@ExtendWith(TelemetryContextExtension.class)
class TelemetryStreamingChatModelTest {

    private static final ChatRequest HELLO =
            ChatRequest.builder().messages(UserMessage.from("hello")).build();

    /**
     * Delays answers to questions that begin with "slow". An early answer would be delivered on the caller's thread.
     */
    private final Semaphore released = new Semaphore(0);

    private final OpenAiServer server = new OpenAiServer(question -> switch (question.user()) {
        case "fail" -> new Answer.Failure(400, "on purpose");
        case "weather" -> Answer.calls(new Call("weather", "{}"));
        case "endless" -> new Answer.Text(() -> Stream.generate(() -> "on ").iterator());
        default -> {
            if (question.user().startsWith("slow")) {
                released.acquireUninterruptibly();
            }
            yield Answer.text("You said ", question.user());
        }
    });
    private final JdkHttpClientBuilder client = new JdkHttpClientBuilder();
    private final StreamingChatModel bare = model(client);
    private final StreamingChatModel model = TelemetryStreamingChatModel.of(bare);
    private final LogLines lines = new LogLines();
    private final LoggingHandler handler = new LoggingHandler();

    TelemetryStreamingChatModelTest() throws Exception {}

    private StreamingChatModel model(HttpClientBuilder http) {
        return Clients.streaming(server)
                .httpClientBuilder(http)
                .logRequests(true)
                .logResponses(true)
                .build();
    }

    @AfterEach
    void end() {
        lines.close();
        server.close();
    }

    @Test
    void callbacksAndListenersRunOnceWithModelAndFreshRequest() throws Exception {
        model.chat("slow hello", handler);
        LOG.info("meanwhile");
        released.release();
        assertThat(handler.end()).isEqualTo("complete");

        String request = lines.theOneSaying("listener: request").requestId();
        assertThat(request).matches("[0-9a-f]{32}");
        assertThat(List.of(
                        "listener: request",
                        "partial: You said ",
                        "partial: slow hello",
                        "listener: response",
                        "complete: You said slow hello"))
                .allSatisfy(message -> assertThat(lines.theOneSaying(message).fields())
                        .isEqualTo(Map.of("request_id", request, "model_id", "granite")));
        assertThat(lines.theOneSaying("listener: response").isOfAnotherThread()).isTrue();
        assertThat(lines.theOneSaying("meanwhile").fields()).isEmpty();
    }

    @Test
    void callbacksHaveNoContextOfCallerIfNotDecorated() throws Exception {
        TelemetryContext.builder().sessionId("s-1").requestId("r-1").run(() -> bare.chat(HELLO, handler));
        handler.end();

        assertThat(Stream.of("partial: hello", "listener: response", "complete: You said hello"))
                .allSatisfy(message ->
                        assertThat(lines.theOneSaying(message).fields()).isEmpty());
    }

    @Test
    void callbacksHaveContextOfCallerAfterScopeIsClosed() throws Exception {
        TelemetryContext.builder()
                .sessionId("s-1")
                .requestId("r-1")
                .samplingIteration(2)
                .run(() -> model.chat(
                        ChatRequest.builder().messages(UserMessage.from("slow")).build(), handler));
        released.release();
        handler.end();

        assertThat(lines.theOneSaying("complete: You said slow").fields())
                .isEqualTo(Map.of(
                        "session_id", "s-1", "request_id", "r-1", "model_id", "granite", "sampling_iteration", "2"));
    }

    @Test
    void everyOverloadIsOneCall() throws Exception {
        List<LoggingHandler> handlers =
                Stream.generate(LoggingHandler::new).limit(3).toList();
        model.chat("hello", handlers.get(0));
        model.chat(List.of(UserMessage.from("hello")), handlers.get(1));
        model.chat(HELLO, ChatRequestOptions.EMPTY, handlers.get(2));
        for (LoggingHandler each : handlers) {
            each.end();
        }

        assertThat(Stream.of("listener: request", "listener: response", "complete: You said hello"))
                .allSatisfy(message -> assertThat(lines.saying(message).stream().map(Line::requestId))
                        .hasSize(3)
                        .doesNotHaveDuplicates()
                        .doesNotContain("none"));
    }

    @Test
    void callbacksOfToolCallsHaveRequestOfCall() throws Exception {
        ChatRequest weather = ChatRequest.builder()
                .messages(UserMessage.from("weather"))
                .toolSpecifications(ToolSpecification.builder().name("weather").build())
                .build();
        model.chat(weather, handler);
        handler.end();

        String request = lines.theOneSaying("listener: request").requestId();
        assertThat(Stream.of("partial call: weather", "call: weather"))
                .allSatisfy(message ->
                        assertThat(lines.theOneSaying(message).requestId()).isEqualTo(request));
    }

    @Test
    void callbacksOfErrorsHaveRequestOfCall() throws Exception {
        model.chat("fail", handler);
        assertThat(handler.end()).isEqualTo("error");

        String request = lines.theOneSaying("listener: request").requestId();
        assertThat(Stream.of("listener: error", "error"))
                .allSatisfy(message ->
                        assertThat(lines.theOneSaying(message).requestId()).isEqualTo(request));
    }

    @Test
    void errorCallbackAfterExceptionInHandlerHasRequestOfCall() throws Exception {
        LoggingHandler throwing = new LoggingHandler() {
            @Override
            public void onCompleteResponse(ChatResponse completeResponse) {
                throw new IllegalStateException("on purpose");
            }
        };
        model.chat(HELLO, throwing);
        assertThat(throwing.end()).isEqualTo("error");

        assertThat(lines.theOneSaying("error").requestId())
                .isEqualTo(lines.theOneSaying("listener: request").requestId());
    }

    @Test
    void callbackCancelsStream() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        model.chat("endless", new LoggingHandler() {
            @Override
            public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
                context.streamingHandle().cancel();
                LOG.info("cancelled: {}", context.streamingHandle().isCancelled());
                cancelled.countDown();
            }
        });
        cancelled.await();

        assertThat(lines.theOneSaying("cancelled: true").requestId())
                .isEqualTo(lines.theOneSaying("listener: request").requestId());
    }

    @Test
    void callFromCallbackHasSameRequest() throws Exception {
        LoggingHandler second = new LoggingHandler();
        model.chat(HELLO, new LoggingHandler() {
            @Override
            public void onCompleteResponse(ChatResponse completeResponse) {
                model.chat("again", second);
            }
        });
        second.end();

        assertThat(lines.theOneSaying("complete: You said again").requestId())
                .isEqualTo(lines.theOneSaying("partial: hello").requestId());
    }

    @Test
    void concurrentSessionsKeepTheirFields() throws Exception {
        List<LoggingHandler> handlers =
                Stream.generate(LoggingHandler::new).limit(40).toList();
        for (int i = 0; i < handlers.size(); i++) {
            String user = i % 2 == 0 ? "alice" : "bob";
            LoggingHandler each = handlers.get(i);
            TelemetryContext.builder().sessionId(user).run(() -> model.chat(user, each));
        }
        for (LoggingHandler each : handlers) {
            each.end();
        }

        assertThat(lines.saying("listener: response").stream().map(Line::requestId))
                .hasSize(40)
                .doesNotHaveDuplicates();
        for (String user : List.of("alice", "bob")) {
            assertThat(lines.saying("complete: You said " + user))
                    .hasSize(20)
                    .allSatisfy(line -> assertThat(line.fields())
                            .containsEntry("session_id", user)
                            .containsOnlyKeys("session_id", "request_id", "model_id"));
        }
    }

    @Test
    void linesOfHttpClientHaveFieldsOnlyIfItsBuilderIsDecorated() throws Exception {
        model.chat("slow hello", handler);
        released.release();
        handler.end();
        List<Line> streamed = lines.of("dev.langchain4j").stream()
                .filter(Line::isOfAnotherThread)
                .toList();
        assertThat(streamed)
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(line.fields()).isEmpty());

        LoggingHandler second = new LoggingHandler();
        TelemetryStreamingChatModel.of(model(TelemetryHttpClientBuilder.of(client)))
                .chat(
                        ChatRequest.builder()
                                .messages(UserMessage.from("slow again"))
                                .build(),
                        second);
        released.release();
        second.end();
        String request = lines.theOneSaying("complete: You said slow again").requestId();
        assertThat(lines.of("dev.langchain4j").stream()
                        .filter(Line::isOfAnotherThread)
                        .skip(streamed.size()))
                .hasSameSizeAs(streamed)
                .allSatisfy(line ->
                        assertThat(line.fields()).isEqualTo(Map.of("request_id", request, "model_id", "granite")));
    }

    @Test
    void doesNotDecorateDecoratedModelAgain() {
        assertThat(TelemetryStreamingChatModel.of(model)).isSameAs(model);
    }
}
