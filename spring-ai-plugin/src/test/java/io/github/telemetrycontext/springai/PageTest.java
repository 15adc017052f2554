package io.github.telemetrycontext.springai;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.github.telemetrycontext.TelemetryContext;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.tool.annotation.Tool;

/** Runs the code of docs/spring-ai.md and compares the output. */
@ExtendWith(TelemetryContextExtension.class)
class PageTest {

    private final Logger log = (Logger) LoggerFactory.getLogger("agent");
    private final LogstashEncoder encoder = new LogstashEncoder();
    private final EncodedLines lines = new EncodedLines(log, encoder);
    private final OpenAiServer server =
            new OpenAiServer(question -> question.toolResults().isEmpty()
                    ? Answer.calls(new Call("weather", "{\"city\":\"Oslo\"}"))
                    : Answer.text("Yes."));
    private final OpenAiChatModel model = OpenAiChatModel.builder()
            .options(OpenAiChatOptions.builder()
                    .baseUrl(server.url())
                    .apiKey("none")
                    .model("granite-4")
                    .build())
            .build();

    PageTest() throws Exception {
        encoder.addMdcEntryWriter(new TelemetryMdcEntryWriter());
    }

    @AfterEach
    void end() {
        lines.close();
        server.close();
    }

    @Tool
    String weather(String city) {
        log.info("looking up the weather of " + city);
        return "rain";
    }

    @Test
    void examplePrintsLineOfPage() throws Exception {
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(new TelemetryContextAdvisor())
                .defaultTools(this)
                .build();
        client.prompt("Do I need an umbrella?")
                .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "alice"))
                .call()
                .content();

        assertThat(new Markdown(Path.of("../docs/spring-ai.md")).lines("json"))
                .map(Markdown::atAnyTime)
                .containsExactlyElementsOf(
                        lines.all().stream().map(Markdown::atAnyTime).toList());
    }

    @Test
    void loopNumbersAttempts() {
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(new TelemetryContextAdvisor())
                .defaultTools(this)
                .build();
        String question = "Do I need an umbrella?";
        for (int attempt = 1; attempt <= 3; attempt++) {
            TelemetryContext.with()
                    .samplingIteration(attempt)
                    .run(() -> log.info(client.prompt(question).call().content()));
        }
        assertThat(lines.all().stream().filter(line -> line.contains("looking up")))
                .extracting(line -> line.replaceFirst(".*\"sampling_iteration\":(\\d+)}", "$1"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void modelWithoutClientHasRequestAndModel() {
        ChatModel openAiChatModel = new ChatModel() {
            @Override
            public ChatResponse call(Prompt prompt) {
                log.info("called");
                return PageTest.this.model.call(prompt);
            }

            @Override
            public ChatOptions getOptions() {
                return PageTest.this.model.getOptions();
            }
        };
        ChatModel model = TelemetryChatModel.of(openAiChatModel);
        model.call("Do I need an umbrella?");

        assertThat(lines.all())
                .singleElement()
                .asString()
                .matches(".*\"request_id\":\"[0-9a-f]{32}\",\"model_id\":\"granite-4\"}");
    }
}
