package io.github.telemetrycontext.langchain4j;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines;
import io.github.telemetrycontext.testsupport.LogLines.Line;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** AI services that call tools, over HTTP. Control tests use the same service without the decorator. */
@ExtendWith(TelemetryContextExtension.class)
class TelemetryAiServiceTest {

    /** Package-private, because applications may have such interfaces. */
    interface Assistant {
        String chat(@MemoryId String user, @UserMessage String message);

        String chat(@MemoryId String user, @UserMessage String message, ChatRequestParameters parameters);

        TokenStream stream(@MemoryId String user, @UserMessage String message);
    }

    /** Two tools. */
    public static final class Tools {

        @Tool
        public String weather() {
            LOG.info("tool: weather");
            return "rain";
        }

        @Tool
        public String calendar() {
            LOG.info("tool: calendar");
            return "free";
        }
    }

    private final OpenAiServer server = new OpenAiServer(question -> {
        if (question.user().equals("fail")) {
            return new Answer.Failure(400, "on purpose");
        }
        return question.toolResults().isEmpty()
                ? Answer.calls(new Call("weather", "{}"), new Call("calendar", "{}"))
                : Answer.text(question.user(), ": ", String.join(", ", question.toolResults()));
    });
    private final ChatModel bare = Clients.chat(server).build();
    private final StreamingChatModel bareStreaming = Clients.streaming(server).build();
    private final ChatModel model = TelemetryChatModel.of(bare);
    private final StreamingChatModel streamingModel = TelemetryStreamingChatModel.of(bareStreaming);
    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final LogLines lines = new LogLines();

    TelemetryAiServiceTest() throws Exception {}

    @AfterEach
    void end() {
        lines.close();
        pool.shutdownNow();
        server.close();
    }

    private static Assistant service(
            ChatModel model, StreamingChatModel streamingModel, UnaryOperator<AiServices<Assistant>> more) {
        return more.apply(AiServices.builder(Assistant.class)
                        .chatModel(model)
                        .streamingChatModel(streamingModel)
                        .chatMemoryProvider(user -> MessageWindowChatMemory.withMaxMessages(20))
                        .tools(new Tools()))
                .build();
    }

    private Assistant decorated(UnaryOperator<AiServices<Assistant>> more) {
        return TelemetryAiService.of(Assistant.class, service(model, streamingModel, more))
                .modelOf(model)
                .memoryIdIsSession()
                .build();
    }

    /** Starts a stream and waits for its end. */
    private static String answerOf(TokenStream stream) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        stream.onPartialResponse(partial -> LOG.info("partial"))
                .onToolExecuted(tool -> LOG.info("executed"))
                .onCompleteResponse(response -> {
                    LOG.info("complete");
                    end.complete(response.aiMessage().text());
                })
                .onError(error -> {
                    LOG.info("error");
                    end.complete("error");
                })
                .start();
        return end.get(20, TimeUnit.SECONDS);
    }

    private void assertThatAllLinesShareOneRequest(int calls) {
        String request = lines.saying("listener: request").get(0).requestId();
        assertThat(request).matches("[0-9a-f]{32}");
        assertThat(lines.saying("listener: request")).hasSize(calls);
        assertThat(lines.all())
                .allSatisfy(line -> assertThat(line.fields())
                        .isEqualTo(Map.of("session_id", "alice", "request_id", request, "model_id", "granite")));
    }

    @Test
    void callsAndToolsOfInvocationHaveOneRequestAndSessionOfMemoryId() {
        assertThat(decorated(service -> service).chat("alice", "plan")).isEqualTo("plan: rain, free");

        lines.theOneSaying("tool: weather");
        lines.theOneSaying("tool: calendar");
        assertThatAllLinesShareOneRequest(2);
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void callsAndToolsHaveNoFieldsIfNotDecorated() {
        service(bare, bareStreaming, service -> service).chat("alice", "plan");

        assertThat(lines.all())
                .hasSizeGreaterThan(5)
                .allSatisfy(line -> assertThat(line.fields()).isEmpty());
    }

    @Test
    void eachCallIsOneRequestAndToolsHaveNoneIfOnlyModelIsDecorated() {
        service(model, streamingModel, service -> service).chat("alice", "plan");

        assertThat(lines.saying("listener: request").stream().map(Line::requestId))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .doesNotContain("none");
        assertThat(lines.theOneSaying("tool: weather").fields()).isEmpty();
    }

    @Test
    void concurrentToolsHaveFieldsOfInvocationOnPropagatingPool() {
        ExecutorService propagating = TelemetryExecutors.propagating(pool);
        decorated(service -> service.executeToolsConcurrently(propagating)).chat("alice", "plan");

        assertThat(lines.theOneSaying("tool: weather").isOfAnotherThread()).isTrue();
        assertThat(lines.theOneSaying("tool: calendar").isOfAnotherThread()).isTrue();
        assertThatAllLinesShareOneRequest(2);
    }

    @Test
    void concurrentToolsHaveNoFieldsOnPlainPool() {
        decorated(service -> service.executeToolsConcurrently(pool)).chat("alice", "plan");

        assertThat(Stream.of("tool: weather", "tool: calendar"))
                .allSatisfy(message ->
                        assertThat(lines.theOneSaying(message).fields()).isEmpty());
    }

    @Test
    void streamWithToolsHasOneRequestIfStartedOnAnotherThread() throws Exception {
        TokenStream stream = decorated(service -> service).stream("alice", "plan");
        Future<String> answer = pool.submit(() -> answerOf(stream));

        assertThat(answer.get()).isEqualTo("plan: rain, free");
        assertThat(lines.saying("executed")).hasSize(2);
        assertThat(lines.saying("partial")).hasSize(3);
        lines.theOneSaying("complete");
        lines.theOneSaying("tool: weather");
        assertThatAllLinesShareOneRequest(2);
    }

    @Test
    void streamWithConcurrentToolsHasOneRequest() throws Exception {
        ExecutorService propagating = TelemetryExecutors.propagating(pool);
        answerOf(decorated(service -> service.executeToolsConcurrently(propagating)).stream("alice", "plan"));

        assertThat(lines.theOneSaying("tool: weather").fields())
                .isEqualTo(lines.theOneSaying("complete").fields());
        assertThatAllLinesShareOneRequest(2);
    }

    @Test
    void streamHasNoFieldsIfNotDecorated() throws Exception {
        TokenStream stream = service(bare, bareStreaming, service -> service).stream("alice", "plan");
        TelemetryContext.with().sessionId("alice").call(() -> answerOf(stream));

        assertThat(Stream.of("tool: weather", "tool: calendar", "complete"))
                .allSatisfy(message ->
                        assertThat(lines.theOneSaying(message).fields()).isEmpty());
    }

    @Test
    void passesErrorToCallerUnchanged() throws Exception {
        Assistant assistant = decorated(service -> service);
        assertThatThrownBy(() -> assistant.chat("alice", "fail"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("on purpose");
        assertThatAllLinesShareOneRequest(1);

        assertThat(answerOf(assistant.stream("alice", "fail"))).isEqualTo("error");
        assertThat(lines.theOneSaying("error").fields())
                .containsEntry("session_id", "alice")
                .containsEntry("model_id", "granite");
    }

    @Test
    void ignoresMemoryIdAndSetsModelOnlyInModelCallsByDefault() {
        Assistant assistant = TelemetryAiService.of(Assistant.class, service(model, streamingModel, service -> service))
                .build();
        TelemetryContext.with().sessionId("s-1").requestId("r-1").run(() -> assistant.chat("alice", "plan"));

        assertThat(lines.theOneSaying("tool: weather").fields())
                .isEqualTo(Map.of("session_id", "s-1", "request_id", "r-1"));
        assertThat(lines.saying("listener: response"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.fields())
                        .isEqualTo(Map.of("session_id", "s-1", "request_id", "r-1", "model_id", "granite")));
    }

    @Test
    void modelOfInvocationTakesPrecedenceOverConfiguredModel() {
        ChatRequestParameters large =
                ChatRequestParameters.builder().modelName("granite-large").build();
        decorated(service -> service).chat("alice", "plan", large);

        assertThat(lines.theOneSaying("tool: weather").fields()).containsEntry("model_id", "granite-large");
    }

    @Test
    void concurrentUsersKeepTheirSessions() throws Exception {
        ExecutorService propagating = TelemetryExecutors.propagating(pool);
        Assistant assistant = decorated(service -> service.executeToolsConcurrently(propagating));
        ExecutorService users = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = Stream.of("alice", "bob")
                    .<Future<?>>map(user -> users.submit(() -> {
                        for (int i = 0; i < 15; i++) {
                            assistant.chat(user, user + i);
                            answerOf(assistant.stream(user, user + "-" + i));
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> user : running) {
                user.get();
            }
        } finally {
            users.shutdownNow();
        }

        assertThat(lines.saying("tool: weather")).hasSize(60);
        assertThat(lines.all())
                .allSatisfy(line -> assertThat(line.fields()).containsOnlyKeys("session_id", "request_id", "model_id"));
        Map<String, List<Line>> requests = lines.all().stream().collect(Collectors.groupingBy(Line::requestId));
        assertThat(requests.values())
                .hasSize(60)
                .allSatisfy(request -> assertThat(
                                request.stream().map(line -> line.fields().get("session_id")))
                        .hasSizeGreaterThan(5)
                        .containsOnly(request.get(0).fields().get("session_id")));
    }

    @Test
    void serviceEqualsOnlyItself() {
        Assistant assistant = decorated(more -> more);
        Assistant other = decorated(more -> more);

        assertThat(Set.of(assistant, other)).hasSize(2).contains(assistant);
        assertThat(List.of(other)).doesNotContain(assistant);
        assertThat(assistant).asString().startsWith("telemetry context around ");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // misuse
    void rejectsTypeThatIsNotAnInterface() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TelemetryAiService.of((Class) String.class, "no service"))
                .withMessage("java.lang.String is not the interface of an AI service");
    }
}
