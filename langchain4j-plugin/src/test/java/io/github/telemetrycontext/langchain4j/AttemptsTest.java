package io.github.telemetrycontext.langchain4j;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailExecutor;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.guardrail.config.OutputGuardrailsConfig;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The server answers "1", "2" and so on, or fails until it answers "3". The guardrail accepts "3". */
@ExtendWith(TelemetryContextExtension.class)
class AttemptsTest {

    interface Assistant {
        String chat(String message);

        TokenStream stream(String message);
    }

    /** Requests another answer, first with a retry, then with a reprompt. */
    static final class WantsThree implements OutputGuardrail {

        @Override
        public OutputGuardrailResult validate(AiMessage answer) {
            LOG.info("guardrail: {}", answer.text());
            return switch (answer.text()) {
                case "3" -> success();
                case "2" -> retry("not yet");
                default -> reprompt("not yet", "and now?");
            };
        }
    }

    private final AtomicInteger asked = new AtomicInteger();
    private final OpenAiServer server = new OpenAiServer(question -> {
        int number = asked.incrementAndGet();
        return question.user().equals("fail") && number < 3
                ? new Answer.Failure(503, "on purpose")
                : Answer.text(String.valueOf(number));
    });
    private final ChatModel model = TelemetryChatModel.of(Clients.chat(server).build());
    private final StreamingChatModel streamingModel =
            TelemetryStreamingChatModel.of(Clients.streaming(server).build());
    private final Assistant service = AiServices.builder(Assistant.class)
            .chatModel(model)
            .streamingChatModel(streamingModel)
            // Without a memory, a retry in 1.19 has no messages to send.
            .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
            .outputGuardrails(new WantsThree())
            .outputGuardrailsConfig(
                    OutputGuardrailsConfig.builder().maxRetries(3).build())
            .build();
    private final LogLines lines = new LogLines();

    AttemptsTest() throws Exception {}

    @AfterEach
    void end() {
        lines.close();
        server.close();
    }

    private Stream<@Nullable String> iterations(String message) {
        return lines.saying(message).stream().map(line -> line.fields().get("sampling_iteration"));
    }

    private void assertThatAttemptsAreNumbered() {
        assertThat(iterations("listener: request")).containsExactly("1", "2", "3");
        assertThat(iterations("listener: response")).containsExactly("1", "2", "3");
        assertThat(Stream.of("1", "2", "3"))
                .allSatisfy(
                        number -> assertThat(iterations("guardrail: " + number)).containsExactly(number));
        String request = lines.theOneSaying("guardrail: 3").requestId();
        assertThat(lines.of("agent"))
                .allSatisfy(line -> assertThat(line.requestId()).isEqualTo(request));
    }

    @Test
    void numbersRetriesAndRepromptsOfGuardrail() {
        Assistant assistant =
                TelemetryAiService.of(Assistant.class, service).numberAttempts().build();
        assertThat(assistant.chat("hello")).isEqualTo("3");
        assertThatAttemptsAreNumbered();
    }

    @Test
    void numbersRetriesAndRepromptsOfStream() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        TelemetryAiService.of(Assistant.class, service).numberAttempts().build().stream("hello")
                .onCompleteResponse(
                        response -> end.complete(response.aiMessage().text()))
                .onError(end::completeExceptionally)
                .start();
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo("3");
        assertThatAttemptsAreNumbered();
    }

    @Test
    void continuesFromIterationOfApplication() {
        Assistant assistant =
                TelemetryAiService.of(Assistant.class, service).numberAttempts().build();
        TelemetryContext.with().samplingIteration(7).run(() -> assistant.chat("hello"));
        assertThat(iterations("listener: request")).containsExactly("7", "8", "9");
    }

    @Test
    void numbersNothingByDefault() {
        TelemetryAiService.of(Assistant.class, service).build().chat("hello");
        assertThat(lines.of("agent"))
                .allSatisfy(line -> assertThat(line.fields()).doesNotContainKey("sampling_iteration"));
    }

    @Test
    void langChain4jFindsGuardrailExecutorAsService() {
        assertThat(OutputGuardrailExecutor.builder().build()).isInstanceOf(NumberingGuardrailExecutor.class);
    }

    private String askUntilAnswered(String question) {
        for (int attempt = 1; ; attempt++) {
            try {
                return TelemetryContext.with().samplingIteration(attempt).call(() -> model.chat(question));
            } catch (LangChain4jException e) {
                if (attempt == 3) {
                    throw e;
                }
            }
        }
    }

    @Test
    void applicationNumbersAttemptsOfItsOwnLoop() {
        TelemetryContext.with()
                .requestId("r-1")
                .run(() -> assertThat(askUntilAnswered("fail")).isEqualTo("3"));
        assertThat(iterations("listener: request")).containsExactly("1", "2", "3");
        assertThat(iterations("listener: error")).containsExactly("1", "2");
        assertThat(lines.of("agent"))
                .allSatisfy(line -> assertThat(line.requestId()).isEqualTo("r-1"));
    }

    /** RetryUtils repeats the request inside the model. Only its own warning and the HTTP client log this. */
    @Test
    void retriesOfLangChain4jBelongToOneCallAndAreNotNumbered() {
        ChatModel retrying =
                TelemetryChatModel.of(Clients.chat(server).maxRetries(2).build());
        assertThat(retrying.chat("fail")).isEqualTo("3");
        assertThat(lines.saying("listener: request")).hasSize(1);
        assertThat(lines.of("dev.langchain4j.internal.RetryUtils"))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.requestId())
                        .isEqualTo(lines.theOneSaying("listener: request").requestId()));
    }
}
