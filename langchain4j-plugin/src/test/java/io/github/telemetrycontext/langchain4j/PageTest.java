package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import io.github.telemetrycontext.logback.TelemetryMdcEntryWriter;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.EncodedLines;
import io.github.telemetrycontext.testsupport.Markdown;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import java.nio.file.Path;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Runs the code of docs/langchain4j.md and compares the output. */
@ExtendWith(TelemetryContextExtension.class)
class PageTest {

    interface Assistant {
        String chat(@MemoryId String user, @UserMessage String message);
    }

    private final Logger log = (Logger) LoggerFactory.getLogger("agent");
    private final LogstashEncoder encoder = new LogstashEncoder();
    private final EncodedLines lines = new EncodedLines(log, encoder);

    /** Creates the encoder in code, so it needs the declared entry writer. */
    @BeforeEach
    void writeFields() {
        encoder.addMdcEntryWriter(new TelemetryMdcEntryWriter());
    }

    @AfterEach
    void end() {
        lines.close();
    }

    @Tool
    String weather(String city) {
        log.info("looking up the weather of " + city);
        return "rain";
    }

    @Test
    void examplePrintsLineOfPage() throws Exception {
        try (OpenAiServer server =
                new OpenAiServer(question -> question.toolResults().isEmpty()
                        ? Answer.calls(new Call("weather", "{\"city\":\"Oslo\"}"))
                        : Answer.text("Yes."))) {
            ChatModel client = OpenAiChatModel.builder()
                    .httpClientBuilder(new JdkHttpClientBuilder())
                    .baseUrl(server.url())
                    .apiKey("none")
                    .modelName("granite-4")
                    .build();

            ChatModel model = TelemetryChatModel.of(client);
            Assistant assistant = TelemetryAiService.of(
                            Assistant.class,
                            AiServices.builder(Assistant.class)
                                    .chatModel(model)
                                    .chatMemoryProvider(user -> MessageWindowChatMemory.withMaxMessages(20))
                                    .tools(this)
                                    .build())
                    .modelOf(model)
                    .memoryIdIsSession()
                    .build();
            assistant.chat("alice", "Do I need an umbrella?");
        }
        assertThat(new Markdown(Path.of("../docs/langchain4j.md")).lines("json"))
                .map(Markdown::atAnyTime)
                .containsExactlyElementsOf(
                        lines.all().stream().map(Markdown::atAnyTime).toList());
    }
}
