package io.github.telemetrycontext.springai;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.telemetrycontext.SessionPolicy;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;

/** Rules for the use of the conversation id as the session. */
@ExtendWith(TelemetryContextExtension.class)
class ConversationIdTest extends OverHttp {

    private static final TelemetryContext CALLER =
            TelemetryContext.builder().sessionId("s-1").requestId("r-1").build();

    ConversationIdTest() throws Exception {}

    private @Nullable String sessionOfToolIn(Runnable question) {
        lines.clear();
        question.run();
        return lines.theOneSaying("tool: weather").fields().get("session_id");
    }

    @ParameterizedTest
    @CsvSource({"WHEN_ABSENT, alice, s-1", "ALWAYS, alice, alice", "NEVER, , s-1"})
    void policyDecidesBetweenConversationIdAndCurrentSession(
            SessionPolicy policy, @Nullable String without, String within) {
        ChatClient client = clientWith(new Tools(), new TelemetryContextAdvisor(policy));

        Runnable call = () -> asked(client, "alice", "plan").call().content();
        Runnable stream =
                () -> asked(client, "alice", "plan").stream().content().blockLast();

        assertThat(sessionOfToolIn(call)).isEqualTo(without);
        assertThat(sessionOfToolIn(stream)).isEqualTo(without);
        assertThat(sessionOfToolIn(CALLER.wrap(call))).isEqualTo(within);
        assertThat(sessionOfToolIn(CALLER.wrap(stream))).isEqualTo(within);
    }

    @Test
    void allLinesOfRequestHaveCurrentSessionByDefault() {
        CALLER.wrap(() -> {
                    LOG.info("before");
                    asked(client, "alice", "plan").call().content();
                    asked(client, "alice", "plan").stream()
                            .content()
                            .doOnNext(piece -> LOG.info("piece"))
                            .blockLast();
                })
                .run();
        assertThat(lines.of("agent"))
                .hasSizeGreaterThan(5)
                .allSatisfy(line -> assertThat(line.fields())
                        .containsAllEntriesOf(Map.of("session_id", "s-1", "request_id", "r-1")));
    }

    /** A tool that calls another client in its own conversation. */
    public static final class Expert {

        private final ChatClient expert;

        Expert(ChatClient expert) {
            this.expert = expert;
        }

        @Tool
        public String weather() {
            asked(expert, "expert", "plan").call().content();
            LOG.info("asked");
            return "rain";
        }

        @Tool
        public String calendar() {
            asked(expert, "expert", "plan").stream().content().blockLast();
            LOG.info("streamed");
            return "free";
        }
    }

    @ParameterizedTest
    @CsvSource({"WHEN_ABSENT, alice", "ALWAYS, expert", "NEVER, alice"})
    void clientCalledByToolHasSessionOfOuterClientUnlessConfigured(SessionPolicy policy, String session) {
        Expert tools = new Expert(clientWith(new Tools(), new TelemetryContextAdvisor(policy)));
        ChatClient outer = clientWith(tools, new TelemetryContextAdvisor());
        asked(outer, "alice", "plan").call().content();
        asked(outer, "alice", "plan").stream().content().blockLast();

        assertThat(lines.saying("tool: weather"))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.fields()).containsEntry("session_id", session));
        assertThat(lines.of("agent"))
                .filteredOn(line -> line.message().endsWith("ed"))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.fields()).containsEntry("session_id", "alice"));
    }

    @Test
    @SuppressWarnings("NullAway") // misuse
    void rejectsNullAsPolicy() {
        assertThatNullPointerException()
                .isThrownBy(() -> new TelemetryContextAdvisor(null))
                .withMessage("conversationIdIsSession");
    }
}
