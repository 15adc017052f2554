package io.github.telemetrycontext.springai;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.testsupport.LogLines;
import io.github.telemetrycontext.testsupport.LogLines.Line;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A client with a tool and a model. Uses only API that Spring AI 1.0 and 2.0 have in common. */
abstract class AgentOfEveryVersion {

    private static final ToolCallback TOOL = new ToolCallback() {
        @Override
        public ToolDefinition getToolDefinition() {
            return ToolDefinition.builder()
                    .name("weather")
                    .description("weather")
                    .inputSchema("{}")
                    .build();
        }

        @Override
        public String call(String input) {
            LOG.info("tool");
            return "rain";
        }
    };

    /** Calls the tools itself, as models of Spring AI 1 do. */
    static final ChatModel MODEL = new ChatModel() {
        /** Spring AI 2 merges the options of a prompt into these. */
        @Override
        public ChatOptions getOptions() {
            return ToolCallingChatOptions.builder().model("own").build();
        }

        /** Spring AI 1 calls this method. */
        @Override
        @SuppressWarnings("removal")
        public ChatOptions getDefaultOptions() {
            return getOptions();
        }

        @Override
        public ChatResponse call(Prompt prompt) {
            LOG.info("model");
            if (prompt.getContents().equals("fail")) {
                throw new IllegalStateException("on purpose");
            }
            ToolCallingChatOptions options = (ToolCallingChatOptions) requireNonNull(prompt.getOptions());
            String answer = requireNonNull(options.getToolCallbacks()).get(0).call("{}");
            return new ChatResponse(List.of(new Generation(new AssistantMessage(answer))));
        }

        @Override
        public Flux<ChatResponse> stream(Prompt prompt) {
            return Flux.defer(() -> Flux.just(call(prompt))).subscribeOn(Schedulers.boundedElastic());
        }
    };

    final LogLines lines = new LogLines();

    @AfterEach
    void end() {
        lines.close();
    }

    static Prompt prompt(String question) {
        return new Prompt(
                question,
                ToolCallingChatOptions.builder()
                        .model("granite")
                        .toolCallbacks(List.of(TOOL))
                        .build());
    }

    static ChatClient.ChatClientRequestSpec asked() {
        return asked(ChatClient.create(MODEL), "Do I need an umbrella?");
    }

    static ChatClient.ChatClientRequestSpec asked(ChatClient client, String question) {
        return client.prompt(prompt(question))
                .advisors(new TelemetryContextAdvisor())
                .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "alice"));
    }

    static String streamed() {
        return asked().stream()
                .content()
                .doOnNext(piece -> LOG.info("piece"))
                .collectList()
                .map(pieces -> String.join("", pieces))
                .blockOptional()
                .orElseThrow();
    }

    final void assertThatLinesShareOneCall(String... messages) {
        String request = lines.theOneSaying(messages[0]).requestId();
        assertThat(request).matches("[0-9a-f]{32}");
        assertThat(messages)
                .extracting(lines::theOneSaying)
                .extracting(Line::fields)
                .containsOnly(Map.of("session_id", "alice", "request_id", request, "model_id", "granite"));
    }
}
