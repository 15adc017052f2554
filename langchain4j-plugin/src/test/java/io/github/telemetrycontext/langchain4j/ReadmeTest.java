package io.github.telemetrycontext.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
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
import io.github.telemetrycontext.testsupport.Markdown;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.logstash.logback.encoder.LogstashEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** What README.md says. */
@ExtendWith(TelemetryContextExtension.class)
class ReadmeTest {

    interface Assistant {
        String chat(@MemoryId String user, @UserMessage String message);
    }

    private final Logger log = (Logger) LoggerFactory.getLogger("agent");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

    @AfterEach
    void detach() {
        log.detachAppender(appender);
        appender.stop();
    }

    /** A JSON encoder as the README of the Logback plugin configures it. */
    private void attach() {
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.addMdcEntryWriter(new TelemetryMdcEntryWriter());
        encoder.setContext(log.getLoggerContext());
        encoder.start();
        appender.setContext(log.getLoggerContext());
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        log.addAppender(appender);
    }

    @Tool
    String weather(String city) {
        log.info("looking up the weather of " + city);
        return "rain";
    }

    @Test
    void theLineIsThatOfTheExample() throws Exception {
        attach();
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
        assertThat(new Markdown(Path.of("README.md")).lines("json"))
                .map(Markdown::atAnyTime)
                .containsExactlyElementsOf(out.toString(StandardCharsets.UTF_8)
                        .lines()
                        .map(Markdown::atAnyTime)
                        .toList());
    }
}
