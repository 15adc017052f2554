package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryExecutors;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A tool of an AI service calls another AI service. The guardrails of both request a second answer. */
@ExtendWith(TelemetryContextExtension.class)
class NestedAttemptsTest {

    interface Agent {
        String ask(String message);

        default String askTwice(String message) {
            return ask(message) + ask(message);
        }
    }

    interface Expert {
        String explain(String message);
    }

    /** A tool that calls the given supplier. */
    record Tools(Supplier<String> asks) {

        @Tool
        String expert() {
            return asks.get();
        }
    }

    /** Requests a second answer. */
    public static final class SecondAnswer implements OutputGuardrail {

        private boolean second;

        @Override
        public OutputGuardrailResult validate(AiMessage answer) {
            second = !second;
            return second ? reprompt("not yet", "and now?") : success();
        }
    }

    private final List<@Nullable Integer> agents = new ArrayList<>();
    private final List<@Nullable Integer> experts = new ArrayList<>();
    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private static ChatModel model(List<@Nullable Integer> seen, String tool) {
        return TelemetryChatModel.of(new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                seen.add(TelemetryContext.current().samplingIteration());
                List<ChatMessage> messages = request.messages();
                boolean callsTool = !tool.isEmpty() && messages.get(messages.size() - 1) instanceof UserMessage;
                AiMessage answer = callsTool
                        ? AiMessage.from(ToolExecutionRequest.builder()
                                .id("1")
                                .name(tool)
                                .arguments("{}")
                                .build())
                        : AiMessage.from("answer");
                return ChatResponse.builder().aiMessage(answer).build();
            }
        });
    }

    private <T> T service(Class<T> type, List<@Nullable Integer> seen, String tool, Object... tools) {
        return AiServices.builder(type)
                .chatModel(model(seen, tool))
                .chatMemory(MessageWindowChatMemory.withMaxMessages(20))
                .outputGuardrails(new SecondAnswer())
                .tools(tools)
                .build();
    }

    private final Expert expert = service(Expert.class, experts, "");
    private final Expert numberedExpert =
            TelemetryAiService.of(Expert.class, expert).numberAttempts().build();

    private Agent agentWithTool(Supplier<String> asks) {
        return TelemetryAiService.of(Agent.class, service(Agent.class, agents, "expert", new Tools(asks)))
                .numberAttempts()
                .build();
    }

    @Test
    void serviceCalledByToolNumbersItsOwnAttempts() {
        agentWithTool(() -> numberedExpert.explain("it")).ask("hello");
        assertThat(agents).containsExactly(1, 1, 2, 2);
        assertThat(experts).containsExactly(1, 2, 1, 2);
    }

    @Test
    void serviceCalledByToolOnPropagatingPoolNumbersItsOwnAttempts() {
        ExecutorService propagating = TelemetryExecutors.propagating(pool);
        agentWithTool(() -> {
                    try {
                        return propagating
                                .submit(() -> numberedExpert.explain("it"))
                                .get();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })
                .ask("hello");
        assertThat(experts).containsExactly(1, 2, 1, 2);
    }

    @Test
    void serviceCalledByToolStartsWithIterationOfTool() {
        agentWithTool(() -> TelemetryContext.with().samplingIteration(7).call(() -> numberedExpert.explain("it")))
                .ask("hello");
        assertThat(experts).containsExactly(7, 8, 7, 8);
    }

    @Test
    void serviceWithoutNumbersHasAttemptOfOuterService() {
        agentWithTool(() -> expert.explain("it")).ask("hello");
        assertThat(experts).containsExactly(1, 1, 2, 2);

        experts.clear();
        Expert decorated = TelemetryAiService.of(Expert.class, expert).build();
        agentWithTool(() -> decorated.explain("it")).ask("hello");
        assertThat(experts).containsExactly(1, 1, 2, 2);
    }

    @Test
    void serviceBehindServiceWithoutNumbersNumbersItsOwnAttempts() {
        Agent between = TelemetryAiService.of(
                        Agent.class,
                        service(
                                Agent.class,
                                new ArrayList<>(),
                                "expert",
                                new Tools(() -> numberedExpert.explain("it"))))
                .build();
        agentWithTool(() -> between.ask("it")).ask("hello");
        assertThat(agents).containsExactly(1, 1, 2, 2);
        assertThat(experts).containsExactly(1, 2, 1, 2, 1, 2, 1, 2);
    }

    @Test
    void serviceWithoutNumbersKeepsIterationOfApplication() {
        Expert decorated = TelemetryAiService.of(Expert.class, expert).build();
        TelemetryContext.with().samplingIteration(7).run(() -> {
            expert.explain("it");
            decorated.explain("it");
        });
        assertThat(experts).containsExactly(7, 7, 7, 7);
    }

    @Test
    void eachCallFromDefaultMethodNumbersAttemptsFromOne() {
        agentWithTool(() -> "nothing").askTwice("hello");
        assertThat(agents).containsExactly(1, 1, 2, 2, 1, 1, 2, 2);
    }
}
