package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import io.github.telemetrycontext.testsupport.IncompleteClassLoader;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs an application with this plugin but without the core, or with a part of the core. It decorates nothing. */
class MissingCoreTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing",
                "io.github.telemetrycontext.(spi.)?[A-Z].*",
                "io.github.telemetrycontext.[A-Z].*",
                "io.github.telemetrycontext.spi.*"
            })
    void runsGuardrailsOfAiService(String missing) throws Exception {
        try (IncompleteClassLoader loader = new IncompleteClassLoader(name -> name.matches(missing))) {
            assertThat(loader.call(Program.class)).isEqualTo("seen by the guardrail");
        }
    }

    /** Calls an AI service with an output guardrail. */
    public static final class Program implements Callable<String> {

        /** The AI service. */
        public interface Assistant {
            String ask(String question);
        }

        private static final class Echo implements ChatModel {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("answer"))
                        .build();
            }
        }

        private static final class Replacing implements OutputGuardrail {
            @Override
            public OutputGuardrailResult validate(AiMessage answer) {
                return OutputGuardrailResult.successWith("seen by the guardrail");
            }
        }

        @Override
        public String call() {
            return AiServices.builder(Assistant.class)
                    .chatModel(new Echo())
                    .outputGuardrails(new Replacing())
                    .build()
                    .ask("question");
        }
    }
}
