package io.github.telemetrycontext.springai;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines.Line;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.openai.OpenAiChatOptions;

@ExtendWith(TelemetryContextExtension.class)
class CallTest extends OverHttp {

    CallTest() throws Exception {}

    @Test
    void linesOfCallAndToolsHaveOneRequestAndSessionOfConversation() {
        assertThat(asked(client, "alice", "plan").call().content()).isEqualTo("plan: \"rain\", \"free\"");

        String request = lines.theOneSaying("tool: weather").requestId();
        assertThat(request).matches("[0-9a-f]{32}");
        Map<String, String> fields = Map.of("session_id", "alice", "request_id", request, "model_id", "granite");
        assertThat(lines.theOneSaying("tool: calendar").fields()).isEqualTo(fields);
        assertThat(lines.saying("Executing tool call: weather"))
                .singleElement()
                .satisfies(line -> assertThat(line.fields()).isEqualTo(fields));
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void linesHaveNoFieldsWithoutAdvisor() {
        asked(bare, "alice", "plan").call().content();

        assertThat(Stream.of("tool: weather", "tool: calendar", "Executing tool call: weather"))
                .allSatisfy(message ->
                        assertThat(lines.theOneSaying(message).fields()).isEmpty());
    }

    @Test
    void keepsFieldsOfCallerUnlessRequestReplacesThem() {
        TelemetryContext.with()
                .sessionId("s-1")
                .requestId("r-1")
                .modelId("m-1")
                .samplingIteration(2)
                .run(() -> client.prompt("plan").call().content());

        assertThat(lines.theOneSaying("tool: weather").fields())
                .isEqualTo(Map.of(
                        "session_id", "s-1", "request_id", "r-1", "model_id", "granite", "sampling_iteration", "2"));
    }

    @Test
    void eachCallHasItsOwnRequestAndModelOfOptions() {
        client.prompt("plan").call().content();
        client.prompt("plan")
                .options(OpenAiChatOptions.builder().model("granite-large"))
                .call()
                .content();

        List<Line> weather = lines.saying("tool: weather");
        assertThat(weather.stream().map(Line::requestId)).hasSize(2).doesNotHaveDuplicates();
        assertThat(weather.get(1).fields()).containsEntry("model_id", "granite-large");
    }

    @Test
    void keepsSessionOfCallerIfTextOfConversationIdFails() {
        Object failing = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("conversation");
            }
        };
        TelemetryContext.with()
                .sessionId("s-1")
                .run(() -> client.prompt("plan")
                        .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, failing))
                        .call()
                        .content());

        assertThat(lines.theOneSaying("tool: weather").fields()).containsEntry("session_id", "s-1");
    }

    @Test
    void passesErrorToCallerAndLeavesNoContext() {
        assertThatThrownBy(() -> asked(client, "alice", "fail").call().content())
                .hasMessageContaining("on purpose");
        assertThat(TelemetryContext.current()).isSameAs(TelemetryContext.empty());
    }

    @Test
    void concurrentUsersKeepTheirSessions() throws Exception {
        ExecutorService users = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = Stream.of("alice", "bob")
                    .<Future<?>>map(user -> users.submit(() -> {
                        for (int i = 0; i < 20; i++) {
                            asked(client, user, user).call().content();
                            LOG.info("between");
                        }
                    }))
                    .toList();
            for (Future<?> user : running) {
                user.get();
            }
        } finally {
            users.shutdownNow();
        }

        List<Line> weather = lines.saying("tool: weather");
        assertThat(weather.stream().map(Line::requestId)).hasSize(40).doesNotHaveDuplicates();
        assertThat(weather)
                .allSatisfy(line -> assertThat(lines.saying("tool: calendar").stream()
                                .filter(other -> other.requestId().equals(line.requestId())))
                        .singleElement()
                        .satisfies(other -> assertThat(other.fields()).isEqualTo(line.fields())));
        assertThat(lines.saying("between"))
                .hasSize(40)
                .allSatisfy(line -> assertThat(line.fields()).isEmpty());
    }
}
