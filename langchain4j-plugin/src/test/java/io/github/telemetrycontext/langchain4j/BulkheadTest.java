package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.resilience4j.bulkhead.ThreadPoolBulkhead;
import io.github.resilience4j.bulkhead.ThreadPoolBulkheadConfig;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Models behind Resilience4j's bulkhead, which calls them on its own single thread. */
@ExtendWith(TelemetryContextExtension.class)
class BulkheadTest {

    private final ThreadPoolBulkhead bulkhead = ThreadPoolBulkhead.of(
            "models",
            ThreadPoolBulkheadConfig.custom()
                    .coreThreadPoolSize(1)
                    .maxThreadPoolSize(1)
                    .build());
    private final ChatModel model = TelemetryChatModel.of(new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            TelemetryContext current = TelemetryContext.current();
            assertThat(current.requestId()).isNotNull();
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from(
                            Thread.currentThread().getName().startsWith("bulkhead-models") + " " + current.sessionId()))
                    .build();
        }
    });
    private final String question = "hello";

    @AfterEach
    void end() throws Exception {
        bulkhead.close();
    }

    private CompletionStage<String> asked() {
        CompletionStage<String> answer =
                bulkhead.executeSupplier(TelemetryContext.current().wrapSupplier(() -> model.chat(question)));
        return answer;
    }

    private CompletionStage<String> askedUnwrapped() {
        return bulkhead.executeSupplier(() -> model.chat(question));
    }

    private static Stream<String> answersInTwoSessions(Supplier<CompletionStage<String>> question) {
        return Stream.of("alice", "bob")
                .map(session -> TelemetryContext.with().sessionId(session).call(question::get))
                .toList()
                .stream()
                .map(answer -> answer.toCompletableFuture().join());
    }

    @Test
    void wrappedSupplierHasSessionOfCaller() {
        assertThat(answersInTwoSessions(this::asked)).containsExactly("true alice", "true bob");
    }

    @Test
    void unwrappedSupplierHasNoSession() {
        assertThat(answersInTwoSessions(this::askedUnwrapped)).containsExactly("true null", "true null");
        assertThat(answersInTwoSessions(this::asked)).containsExactly("true alice", "true bob");
        assertThat(answersInTwoSessions(this::askedUnwrapped)).containsExactly("true null", "true null");
    }
}
