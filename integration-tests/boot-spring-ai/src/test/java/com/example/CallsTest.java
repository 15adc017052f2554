package com.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.RunningApplication.Line;
import io.github.telemetrycontext.springai.TelemetryContextAdvisor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application without the web filter. Each call is one request, and the conversation is the session. */
class CallsTest {

    private final RunningApplication application = RunningApplication.with(WithSecondAdvisor.class);

    CallsTest() throws Exception {}

    /** An application that also adds the advisor itself. */
    @Configuration(proxyBeanMethods = false)
    static class WithSecondAdvisor {

        @Bean
        ChatClient second(ChatClient.Builder client) {
            return client.defaultAdvisors(new TelemetryContextAdvisor(), new Journal())
                    .defaultTools(new Tools())
                    .build();
        }
    }

    @AfterEach
    void end() {
        application.close();
    }

    @ParameterizedTest
    @CsvSource({"/client, alice", "/client/stream, alice", "/client, busy", "/client/stream, busy"})
    void linesAndSpansOfClientHaveSessionRequestAndModel(String path, String question) throws Exception {
        application.ask(path, "alice", question);

        Map<String, String> ids = idsOf(application.linesOfCalls());
        assertThat(ids).containsEntry("session_id", "alice").containsEntry("model_id", "granite");
        assertThat(ids.get("request_id")).matches("[0-9a-f]{32}");
        // Spans of a stream may end after the answer.
        await().untilAsserted(() -> assertThat(application.spans()).containsKeys("chat_client", "advisor", "chat"));
        Map<String, List<Map<String, String>>> spans = application.spans();
        assertThat(spans.values())
                .allSatisfy(kind -> assertThat(kind)
                        .allSatisfy(span -> assertThat(span)
                                .containsAllEntriesOf(ids)
                                .containsEntry("gen_ai.conversation.id", "alice")));
        assertThat(spans.get("advisor"))
                .extracting(span -> span.get("spring.ai.advisor.name"))
                .contains("TelemetryContextAdvisor", "journal");
    }

    @ParameterizedTest
    @CsvSource({"/model, hello", "/model/stream, hello", "/model, busy", "/model/stream, busy", "/created, hello"})
    void spanOfModelHasRequestAndModel(String path, String question) throws Exception {
        application.ask(path, "alice", question);
        application.ask(path, "alice", question);

        await().untilAsserted(() -> assertThat(application.spans("chat")).hasSize(2));
        List<Map<String, String>> spans = application.spans("chat");
        assertThat(spans)
                .allSatisfy(span -> assertThat(span)
                        .containsEntry("model_id", "granite")
                        .containsKey("request_id")
                        .doesNotContainKey("session_id"));
        assertThat(spans).extracting(span -> span.get("request_id")).doesNotHaveDuplicates();
    }

    @Test
    void secondAdvisorKeepsRequestOfFirst() {
        String answer = application
                .context()
                .getBean("second", ChatClient.class)
                .prompt("bob")
                .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "bob"))
                .call()
                .content();

        assertThat(answer).isEqualTo("yes, bob");
        assertThat(idsOf(application.linesOfCalls())).containsEntry("session_id", "bob");
        assertThat(application.spans("advisor"))
                .filteredOn(span -> "TelemetryContextAdvisor".equals(span.get("spring.ai.advisor.name")))
                .hasSize(2)
                .extracting(span -> span.get("request_id"))
                .containsOnly(application.linesOfCalls().get(0).field("request_id"));
    }

    /** Returns the ids that all lines share. */
    private static Map<String, String> idsOf(List<Line> lines) {
        assertThat(lines).extracting(Line::fields).isNotEmpty();
        assertThat(lines).extracting(Line::fields).containsOnly(lines.get(0).fields());
        return lines.get(0).fields();
    }
}
