package io.github.telemetrycontext.langchain4j;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs with each version of LangChain4j in {@code .ci/compat}. Uses the API of 1.0 only, unless a tag names a newer
 * version.
 */
@ExtendWith(TelemetryContextExtension.class)
class EveryVersionTest {

    interface Assistant {
        String chat(@MemoryId String user, @UserMessage String message);

        TokenStream stream(@MemoryId String user, @UserMessage String message);
    }

    /** A tool. */
    public static final class Tools {

        @Tool
        public String weather() {
            LOG.info("tool");
            return "rain";
        }
    }

    private final OpenAiServer server = new OpenAiServer(
            question -> question.user().equals("plan") && question.toolResults().isEmpty()
                    ? Answer.calls(new Call("weather", "{}"))
                    : Answer.text("You said ", question.user()));
    private final ChatModel model = TelemetryChatModel.of(Clients.chat(server).build());
    private final StreamingChatModel streamingModel = TelemetryStreamingChatModel.of(Clients.streaming(server)
            .httpClientBuilder(TelemetryHttpClientBuilder.of(new JdkHttpClientBuilder()))
            .logResponses(true)
            .build());
    private final LogLines lines = new LogLines();

    EveryVersionTest() throws Exception {}

    @AfterEach
    void end() {
        lines.close();
        server.close();
    }

    private void assertThatAllLinesShareOneRequest(String... messages) {
        String request = lines.saying("listener: request").get(0).requestId();
        assertThat(request).matches("[0-9a-f]{32}");
        assertThat(lines.all())
                .extracting(LogLines.Line::message)
                .contains("listener: request", "listener: response")
                .containsAll(List.of(messages));
        assertThat(lines.all())
                .allSatisfy(line -> assertThat(line.fields())
                        .isEqualTo(Map.of("session_id", "alice", "request_id", request, "model_id", "granite")));
    }

    @Test
    void linesOfChatHaveSessionRequestAndModel() {
        String answer = TelemetryContext.with().sessionId("alice").call(() -> model.chat("hello"));

        assertThat(answer).isEqualTo("You said hello");
        assertThatAllLinesShareOneRequest();
    }

    @Test
    void linesOfStreamHaveSessionRequestAndModel() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        StreamingChatResponseHandler handler = new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String partialResponse) {
                LOG.info("partial");
            }

            @Override
            public void onCompleteResponse(ChatResponse completeResponse) {
                LOG.info("complete");
                end.complete(completeResponse.aiMessage().text());
            }

            @Override
            public void onError(Throwable error) {
                end.completeExceptionally(error);
            }
        };
        TelemetryContext.with().sessionId("alice").run(() -> streamingModel.chat("hello", handler));

        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo("You said hello");
        assertThatAllLinesShareOneRequest("partial", "complete");
    }

    private AiServices<Assistant> services() {
        return AiServices.builder(Assistant.class)
                .chatModel(model)
                .streamingChatModel(streamingModel)
                .chatMemoryProvider(user -> MessageWindowChatMemory.withMaxMessages(20))
                .tools(new Tools());
    }

    private TelemetryAiService<Assistant> decorated(AiServices<Assistant> services) {
        return TelemetryAiService.of(Assistant.class, services.build())
                .modelOf(model)
                .memoryIdIsSession();
    }

    @Test
    void linesOfAiServiceAndItsToolHaveSessionRequestAndModel() {
        assertThat(decorated(services()).build().chat("alice", "plan")).isEqualTo("You said plan");
        assertThatAllLinesShareOneRequest("tool");
    }

    @Test
    void linesOfStreamingAiServiceAndItsToolHaveSessionRequestAndModel() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        decorated(services()).build().stream("alice", "plan")
                .onPartialResponse(partial -> LOG.info("partial"))
                .onCompleteResponse(response -> {
                    LOG.info("complete");
                    end.complete(response.aiMessage().text());
                })
                .onError(end::completeExceptionally)
                .start();

        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo("You said plan");
        assertThatAllLinesShareOneRequest("tool", "partial", "complete");
    }

    /** Spring reads the methods of each bean like this. */
    @Test
    void frameworksCanReadMethodsOfDecoratedModels() {
        assertThat(Stream.of(model, streamingModel)
                        .flatMap(decorated -> Stream.<Class<?>>iterate(
                                decorated.getClass(), type -> type != Object.class, Class::getSuperclass)))
                .allSatisfy(type -> assertThat(type.getDeclaredMethods()).isNotEmpty());
    }

    /**
     * The guardrail requests a second answer. Its class belongs to another test, because JUnit would load it with
     * LangChain4j 1.0 here.
     */
    private List<String> iterationsOfTwoAttempts() {
        decorated(services().outputGuardrailClasses(List.of(NestedAttemptsTest.SecondAnswer.class)))
                .numberAttempts()
                .build()
                .chat("alice", "hello");
        return lines.saying("listener: request").stream()
                .map(line -> line.fields().getOrDefault("sampling_iteration", "none"))
                .toList();
    }

    @Test
    @Tag("langchain4j-1.11")
    void attemptsAreNumbered() {
        assertThat(iterationsOfTwoAttempts()).containsExactly("1", "2");
    }

    @Test
    @Tag("limited")
    void allAttemptsKeepFirstNumber() {
        assertThat(iterationsOfTwoAttempts()).containsExactly("1", "1");
    }
}
