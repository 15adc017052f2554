package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.guardrail.ChatExecutor;
import dev.langchain4j.guardrail.GuardrailRequestParams;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailExecutor;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asynchronous guardrails of langchain4j-core 1.20. AI services do not call them yet. */
@ExtendWith(TelemetryContextExtension.class)
class AsyncGuardrailsTest {

    private final List<@Nullable Integer> calls = new ArrayList<>();
    private final List<@Nullable Integer> guardrails = new ArrayList<>();
    private final CompletableFuture<ChatResponse> second = new CompletableFuture<>();

    private final OutputGuardrail guardrail = new OutputGuardrail() {
        @Override
        public CompletableFuture<OutputGuardrailResult> validateAsync(OutputGuardrailRequest request) {
            guardrails.add(TelemetryContext.current().samplingIteration());
            String answer = request.responseFromLLM().aiMessage().text();
            return CompletableFuture.completedFuture(
                    answer.equals("first") ? reprompt("not yet", "and now?") : success());
        }
    };

    private final ChatExecutor executor = new ChatExecutor() {
        @Override
        public ChatResponse execute() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ChatResponse execute(List<ChatMessage> messages) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<ChatResponse> executeAsync(List<ChatMessage> messages) {
            calls.add(TelemetryContext.current().samplingIteration());
            return second;
        }
    };

    private static ChatResponse answer(String text) {
        return ChatResponse.builder().aiMessage(AiMessage.from(text)).build();
    }

    @Test
    void numbersRetryButNotGuardrailsThatRunOnAnotherThread() throws Exception {
        OutputGuardrailRequest request = OutputGuardrailRequest.builder()
                .responseFromLLM(answer("first"))
                .chatExecutor(executor)
                .requestParams(GuardrailRequestParams.builder()
                        .userMessageTemplate("")
                        .variables(Map.of())
                        .invocationContext(InvocationContext.builder()
                                .interfaceName("Assistant")
                                .methodName("chat")
                                .build())
                        .build())
                .build();
        TelemetryContext first = AttemptOwner.own(
                TelemetryContext.builder().samplingIteration(1).build(), new AttemptOwner(Set.of("Assistant"), "chat"));
        CompletableFuture<OutputGuardrailResult> result = first.wrapSupplier(() -> OutputGuardrailExecutor.builder()
                        .guardrails(guardrail)
                        .build()
                        .executeAsync(request))
                .get();
        second.complete(answer("second"));

        assertThat(result.get(20, TimeUnit.SECONDS).isSuccess()).isTrue();
        assertThat(calls).containsExactly(2);
        assertThat(guardrails).containsExactly(1, null);
    }
}
