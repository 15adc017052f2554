package io.github.telemetrycontext.langchain4j.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.langchain4j.TelemetryAiService;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Default methods of an AI service that call its other methods. The separate package matters, because access to the
 * interface counts.
 */
@ExtendWith(TelemetryContextExtension.class)
class DefaultMethodsTest {

    /** LangChain4j calls default methods of public interfaces only. */
    public interface Assistant {

        String chat(@MemoryId String user, @UserMessage String message, ChatRequestParameters parameters);

        default String both(String message) {
            ChatRequestParameters large =
                    ChatRequestParameters.builder().modelName("granite-large").build();
            return chat("alice", message, large) + chat("bob", message, large);
        }

        default String nothing() throws IOException {
            throw new IOException("on purpose");
        }
    }

    interface Hidden {

        String chat(String message);

        default String greet() {
            return chat("hello");
        }
    }

    private final List<TelemetryContext> seen = new ArrayList<>();
    private final ChatModel model = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            seen.add(TelemetryContext.current());
            return ChatResponse.builder().aiMessage(AiMessage.from("hi")).build();
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().modelName("granite").build();
        }
    };
    private final Assistant assistant = TelemetryAiService.of(
                    Assistant.class,
                    AiServices.builder(Assistant.class)
                            .chatModel(model)
                            .chatMemoryProvider(user -> MessageWindowChatMemory.withMaxMessages(20))
                            .build())
            .modelOf(model)
            .memoryIdIsSession()
            .build();

    @Test
    void callsFromDefaultMethodHaveOwnSessionAndModelButSameRequest() {
        assertThat(assistant.both("hello")).isEqualTo("hihi");

        assertThat(seen).hasSize(2);
        String request = String.valueOf(seen.get(0).requestId());
        assertThat(request).matches("[0-9a-f]{32}");
        assertThat(seen)
                .extracting(TelemetryContext::toMap)
                .containsExactly(
                        Map.of("session_id", "alice", "request_id", request, "model_id", "granite-large"),
                        Map.of("session_id", "bob", "request_id", request, "model_id", "granite-large"));
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void throwsExceptionOfDefaultMethodUnchanged() {
        assertThatThrownBy(assistant::nothing)
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("on purpose");
    }

    @Test
    void callsMethodThatOverridesDefaultMethod() {
        Hidden own = new Hidden() {
            @Override
            public String chat(String message) {
                return message;
            }

            @Override
            public String greet() {
                return "own";
            }
        };
        assertThat(TelemetryAiService.of(Hidden.class, own).build().greet()).isEqualTo("own");
    }

    @Test
    void defaultMethodOfHiddenInterfaceFailsWithAndWithoutDecorator() {
        Hidden bare = AiServices.create(Hidden.class, model);
        assertThatThrownBy(bare::greet).hasRootCauseExactlyInstanceOf(IllegalAccessException.class);
        Hidden decorated = TelemetryAiService.of(Hidden.class, bare).build();
        assertThatThrownBy(decorated::greet).hasRootCauseExactlyInstanceOf(IllegalAccessException.class);
    }
}
