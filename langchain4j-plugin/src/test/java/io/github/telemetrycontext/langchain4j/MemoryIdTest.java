package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import io.github.telemetrycontext.SessionPolicy;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TelemetryContextExtension.class)
class MemoryIdTest {

    interface Assistant {
        String chat(@MemoryId Object memory);
    }

    private final TelemetryAiService<Assistant> service = TelemetryAiService.of(
            Assistant.class, memory -> "session " + TelemetryContext.current().sessionId());
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    @Test
    void usesTextOfAnyMemoryIdAsSession() {
        assertThat(service.memoryIdIsSession().build().chat(42L)).isEqualTo("session 42");
    }

    @Test
    void keepsSessionOfCallerIfTextOfMemoryIdFails() {
        Object failing = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("on purpose");
            }
        };
        Assistant assistant = service.memoryIdIsSession(SessionPolicy.ALWAYS).build();
        assertThat(assistant.chat(failing)).isEqualTo("session null");
        assertThat(TelemetryContext.with().sessionId("s-1").call(() -> assistant.chat(failing)))
                .isEqualTo("session s-1");
    }

    @ParameterizedTest
    @CsvSource({"WHEN_ABSENT, 42, s-1", "ALWAYS, 42, 42", "NEVER, null, s-1"})
    void policyDecidesBetweenMemoryIdAndCurrentSession(SessionPolicy policy, String without, String within) {
        Assistant assistant = service.memoryIdIsSession(policy).build();
        assertThat(assistant.chat(42)).isEqualTo("session " + without);
        assertThat(TelemetryContext.with().sessionId("s-1").call(() -> assistant.chat(42)))
                .isEqualTo("session " + within);
    }

    @Test
    void keepsCurrentSessionAndIgnoresMemoryIdByDefault() {
        Assistant untold = service.build();
        assertThat(untold.chat(42)).isEqualTo("session null");
        Assistant told = service.memoryIdIsSession().build();
        assertThat(TelemetryContext.with().sessionId("s-1").call(() -> told.chat(42)))
                .isEqualTo("session s-1");
    }

    @Test
    @SuppressWarnings("NullAway") // misuse
    void rejectsNullAsPolicy() {
        assertThatNullPointerException()
                .isThrownBy(() -> service.memoryIdIsSession(null))
                .withMessage("policy");
    }

    interface Agent {
        String ask(@MemoryId String memory, @UserMessage String message);

        TokenStream stream(@MemoryId String memory, @UserMessage String message);
    }

    /** A tool that calls another service with its own memory. */
    public final class Tools {

        private final Agent expert;

        Tools(Agent expert) {
            this.expert = expert;
        }

        @Tool
        public String expert() {
            look("tool");
            return expert.ask("expert's memory", "hello");
        }
    }

    private void look(String place) {
        seen.add(place + ": " + TelemetryContext.current().sessionId());
    }

    private static ChatResponse answerTo(ChatRequest request, boolean callsTool) {
        List<?> messages = request.messages();
        boolean first = !(messages.get(messages.size() - 1) instanceof ToolExecutionResultMessage);
        AiMessage answer = first && callsTool
                ? AiMessage.from(ToolExecutionRequest.builder()
                        .id("1")
                        .name("expert")
                        .arguments("{}")
                        .build())
                : AiMessage.from("done");
        return ChatResponse.builder().aiMessage(answer).build();
    }

    /** Both models are decorated. The streaming model answers on another thread. */
    private Agent agent(String name, SessionPolicy policy, Object... tools) {
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                look(name);
                return answerTo(request, tools.length > 0);
            }
        };
        StreamingChatModel streaming = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                look(name);
                pool.execute(() -> handler.onCompleteResponse(answerTo(request, tools.length > 0)));
            }
        };
        return TelemetryAiService.of(
                        Agent.class,
                        AiServices.builder(Agent.class)
                                .chatModel(TelemetryChatModel.of(model))
                                .streamingChatModel(TelemetryStreamingChatModel.of(streaming))
                                .chatMemoryProvider(memory -> MessageWindowChatMemory.withMaxMessages(20))
                                .tools(tools)
                                .build())
                .memoryIdIsSession(policy)
                .build();
    }

    @ParameterizedTest
    @CsvSource({"WHEN_ABSENT, alice", "ALWAYS, expert's memory", "NEVER, alice"})
    void serviceCalledByToolHasSessionOfOuterServiceUnlessConfigured(SessionPolicy policy, String session) {
        Agent agent = agent("agent", SessionPolicy.WHEN_ABSENT, new Tools(agent("expert", policy)));
        agent.ask("alice", "plan");
        assertThat(seen).containsExactly("agent: alice", "tool: alice", "expert: " + session, "agent: alice");
    }

    @Test
    void callbacksAndToolsOfStreamHaveSessionOfInvocation() throws Exception {
        Agent agent = agent("agent", SessionPolicy.WHEN_ABSENT, new Tools(agent("expert", SessionPolicy.WHEN_ABSENT)));
        TokenStream stream = TelemetryContext.with().sessionId("s-1").call(() -> agent.stream("alice", "plan"));
        CompletableFuture<Object> end = new CompletableFuture<>();
        stream.onCompleteResponse(response -> {
                    look("complete");
                    end.complete(response);
                })
                .onError(end::completeExceptionally)
                .start();
        end.get(20, TimeUnit.SECONDS);

        assertThat(seen).containsExactly("agent: s-1", "tool: s-1", "expert: s-1", "agent: s-1", "complete: s-1");
    }
}
