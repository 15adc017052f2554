package io.github.telemetrycontext.springai;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;

import io.github.telemetrycontext.testsupport.LogLines;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;

/** Spring AI's HTTP client for OpenAI, with two tools. Control tests use the same client without the advisor. */
abstract class OverHttp {

    /** Two tools. */
    public static final class Tools {

        @Tool
        public String weather() {
            LOG.info("tool: weather");
            return "rain";
        }

        @Tool
        public String calendar() {
            LOG.info("tool: calendar");
            return "free";
        }
    }

    private final OpenAiServer server = new OpenAiServer(question -> switch (question.user()) {
        case "fail" -> new Answer.Failure(400, "on purpose");
        case "endless" -> new Answer.Text(() -> Stream.generate(() -> "on ").iterator());
        default ->
            question.toolResults().isEmpty()
                    ? Answer.calls(new Call("weather", "{}"), new Call("calendar", "{}"))
                    : Answer.text(question.user(), ": ", String.join(", ", question.toolResults()));
    });
    final OpenAiChatModel model = OpenAiChatModel.builder()
            .options(OpenAiChatOptions.builder()
                    .baseUrl(server.url())
                    .apiKey("none")
                    .model("granite")
                    .maxRetries(0)
                    .build())
            .build();
    final ChatClient bare = ChatClient.builder(model).defaultTools(new Tools()).build();
    final ChatClient client = clientWith(new Tools(), new TelemetryContextAdvisor());
    final LogLines lines = new LogLines();

    OverHttp() throws Exception {}

    final ChatClient clientWith(Object tools, TelemetryContextAdvisor advisor) {
        return ChatClient.builder(model)
                .defaultAdvisors(advisor)
                .defaultTools(tools)
                .build();
    }

    @AfterEach
    void end() {
        lines.close();
        server.close();
    }

    static ChatClient.ChatClientRequestSpec asked(ChatClient client, String user, String question) {
        return client.prompt(question).advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, user));
    }
}
