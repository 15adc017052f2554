package io.github.telemetrycontext.langchain4j;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.service.AiServices;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines;
import io.github.telemetrycontext.testsupport.LogLines.Line;
import io.github.telemetrycontext.testsupport.OpenAiServer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Answer;
import io.github.telemetrycontext.testsupport.OpenAiServer.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users and tools on virtual threads, which inherit the context of their creator. */
@ExtendWith(TelemetryContextExtension.class)
class VirtualThreadsTest {

    /** An AI service. */
    public interface Assistant {
        String chat(String message);
    }

    /** Two tools. */
    public static final class Tools {

        @Tool
        public String weather() {
            LOG.info("tool: {}", Thread.currentThread().isVirtual());
            return "rain";
        }

        @Tool
        public String calendar() {
            LOG.info("tool: {}", Thread.currentThread().isVirtual());
            return "free";
        }
    }

    private final OpenAiServer server = new OpenAiServer(question ->
            question.user().startsWith("plan") && question.toolResults().isEmpty()
                    ? Answer.calls(new Call("weather", "{}"), new Call("calendar", "{}"))
                    : Answer.text("done"));
    private final ChatModel model = TelemetryChatModel.of(Clients.chat(server).build());
    private final StreamingChatModel streamingModel =
            TelemetryStreamingChatModel.of(Clients.streaming(server).build());
    private final LogLines lines = new LogLines();

    VirtualThreadsTest() throws Exception {}

    @AfterEach
    void end() {
        lines.close();
        server.close();
    }

    @Test
    void usersAndToolsOnVirtualThreadsKeepTheirSessions() throws Exception {
        Assistant assistant = TelemetryAiService.of(
                        Assistant.class,
                        AiServices.builder(Assistant.class)
                                .chatModel(model)
                                .tools(new Tools())
                                // LangChain4j's default executor uses virtual threads if the JDK has them.
                                .executeToolsConcurrently()
                                .build())
                .modelOf(model)
                .build();
        try (var users = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                TelemetryContext user =
                        TelemetryContext.builder().sessionId("s-" + i).build();
                running.add(users.submit(user.wrap(() -> {
                    assistant.chat("plan");
                    LoggingHandler handler = new LoggingHandler();
                    streamingModel.chat("stream", handler);
                    return handler.end();
                })));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }

        assertThat(lines.saying("tool: true")).hasSize(80);
        assertThat(lines.saying("complete: done")).hasSize(40);
        assertThat(lines.all())
                .allSatisfy(line -> assertThat(line.fields()).containsOnlyKeys("session_id", "request_id", "model_id"));
        Map<String, List<Line>> requests = lines.all().stream().collect(Collectors.groupingBy(Line::requestId));
        assertThat(requests.values())
                .hasSize(80)
                .allSatisfy(request -> assertThat(
                                request.stream().map(line -> line.fields().get("session_id")))
                        .containsOnly(request.get(0).fields().get("session_id")));
    }
}
