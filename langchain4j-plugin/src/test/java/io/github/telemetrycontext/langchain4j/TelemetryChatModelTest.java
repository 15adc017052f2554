package io.github.telemetrycontext.langchain4j;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines;
import io.github.telemetrycontext.testsupport.LogLines.Line;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** LangChain4j's HTTP client for OpenAI. Control tests use the same model without the decorator. */
@ExtendWith(TelemetryContextExtension.class)
class TelemetryChatModelTest {

    private static final ChatRequest HELLO =
            ChatRequest.builder().messages(UserMessage.from("hello")).build();

    private final OpenAiServer server = new OpenAiServer(question -> switch (question.user()) {
        case "fail" -> new Answer.Failure(400, "on purpose");
        default -> Answer.text("You said ", question.user());
    });
    private final ChatModel bare =
            Clients.chat(server).logRequests(true).logResponses(true).build();
    private final ChatModel model = TelemetryChatModel.of(bare);
    private final LogLines lines = new LogLines();

    TelemetryChatModelTest() throws Exception {}

    @AfterEach
    void end() {
        lines.close();
        server.close();
    }

    @Test
    void allLinesOfCallHaveModelAndFreshRequest() {
        assertThat(model.chat(HELLO).aiMessage().text()).isEqualTo("You said hello");

        String request = lines.theOneSaying("listener: request").requestId();
        assertThat(request).matches("[0-9a-f]{32}");
        assertThat(lines.theOneSaying("listener: response").requestId()).isEqualTo(request);
        assertThat(lines.of("dev.langchain4j")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(lines.all())
                .allSatisfy(line ->
                        assertThat(line.fields()).isEqualTo(Map.of("request_id", request, "model_id", "granite")));
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void linesHaveNoFieldsIfNotDecorated() {
        bare.chat(HELLO);

        assertThat(lines.all())
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(line -> assertThat(line.fields()).isEmpty());
    }

    @Test
    void eachCallHasItsOwnRequest() {
        model.chat(HELLO);
        model.chat(HELLO);

        assertThat(lines.saying("listener: request").stream().map(Line::requestId))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void callsKeepCurrentRequestAndOtherFields() {
        TelemetryContext.with()
                .sessionId("s-1")
                .requestId("r-1")
                .modelId("other")
                .samplingIteration(3)
                .run(() -> {
                    model.chat(HELLO);
                    LOG.info("between");
                    model.chat(HELLO);
                });

        Map<String, String> fields =
                Map.of("session_id", "s-1", "request_id", "r-1", "model_id", "granite", "sampling_iteration", "3");
        assertThat(lines.saying("listener: response"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.fields()).isEqualTo(fields));
        assertThat(lines.theOneSaying("between").fields()).containsEntry("model_id", "other");
    }

    @Test
    void eachCallHasItsOwnRequestIfCurrentRequestIsHidden() {
        TelemetryContext.with()
                .requestId("r-1")
                .run(() -> TelemetryContext.with().requestId(null).run(() -> {
                    model.chat(HELLO);
                    model.chat(HELLO);
                }));

        assertThat(lines.saying("listener: request").stream().map(Line::requestId))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .doesNotContain("r-1", "none");
    }

    @Test
    void modelOfRequestTakesPrecedence() {
        model.chat(HELLO.toBuilder().modelName("granite-large").build());

        assertThat(lines.saying("listener: response"))
                .singleElement()
                .satisfies(line -> assertThat(line.fields()).containsEntry("model_id", "granite-large"));
    }

    @Test
    void everyOverloadIsOneCall() {
        model.chat("hello");
        model.chat(UserMessage.from("hello"), UserMessage.from("there"));
        model.chat(List.of(UserMessage.from("hello")));
        model.chat(HELLO, ChatRequestOptions.EMPTY);

        assertThat(Stream.of("listener: request", "listener: response"))
                .allSatisfy(message -> assertThat(lines.saying(message).stream().map(Line::requestId))
                        .hasSize(4)
                        .doesNotHaveDuplicates()
                        .doesNotContain("none"));
    }

    @Test
    void listenerSeesContextOfFailedCallAndNoContextIsLeft() {
        assertThatThrownBy(() -> model.chat("fail"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("on purpose");

        assertThat(lines.theOneSaying("listener: error").fields())
                .containsEntry("model_id", "granite")
                .containsKey("request_id");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void concurrentSessionsKeepTheirFields() throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = Stream.of("alice", "bob")
                    .<Future<?>>map(user -> users.submit(TelemetryContext.builder()
                            .sessionId(user)
                            .build()
                            .wrap(() -> {
                                IntStream.range(0, 30).forEach(i -> {
                                    String said = model.chat(user);
                                    LOG.info(said);
                                });
                            })))
                    .toList();
            for (Future<?> user : running) {
                user.get();
            }
        } finally {
            users.shutdownNow();
        }

        List<Line> requests = lines.saying("listener: request");
        assertThat(requests.stream().map(Line::requestId)).hasSize(60).doesNotHaveDuplicates();
        for (String user : List.of("alice", "bob")) {
            assertThat(lines.saying("You said " + user))
                    .hasSize(30)
                    .allSatisfy(line -> assertThat(line.fields()).isEqualTo(Map.of("session_id", user)));
            assertThat(requests.stream()
                            .filter(line -> user.equals(line.fields().get("session_id"))))
                    .hasSize(30);
        }
        assertThat(lines.of("dev.langchain4j"))
                .allSatisfy(line -> assertThat(line.fields()).containsOnlyKeys("session_id", "request_id", "model_id"));
    }

    @Test
    void doesNotDecorateDecoratedModelAgain() {
        assertThat(TelemetryChatModel.of(model)).isSameAs(model);
    }
}
