package io.github.telemetrycontext.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.annotation.Tool;
import reactor.core.scheduler.Schedulers;

/** Tools and operators leave scopes open. The test extension would report these scopes. */
class LeftScopesTest extends OverHttp {

    private static final TelemetryContext LEFT =
            TelemetryContext.builder().sessionId("left").build();

    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ChatClient leaving = clientWith(new LeavingTools(), new TelemetryContextAdvisor());

    LeftScopesTest() throws Exception {}

    @AfterEach
    void close() {
        pool.shutdownNow();
    }

    /** Records the current session and leaves a scope open. */
    @SuppressWarnings({"MustBeClosedChecker", "resource"}) // on purpose
    private void leave() {
        seen.add(String.valueOf(TelemetryContext.current().sessionId()));
        LEFT.makeCurrent();
    }

    /** The same thread calls these tools one after the other. */
    public final class LeavingTools {

        @Tool
        public String weather() {
            leave();
            return "rain";
        }

        @Tool
        public String calendar() {
            leave();
            return "free";
        }
    }

    private @Nullable String sessionOfPooledThread() throws Exception {
        return pool.submit(() -> TelemetryContext.current().sessionId()).get();
    }

    @Test
    void toolLeavesNoContextAfterCall() throws Exception {
        pool.submit(() -> asked(leaving, "alice", "plan").call().content()).get();

        assertThat(seen).hasSize(2).first().isEqualTo("alice");
        assertThat(sessionOfPooledThread()).isNull();
    }

    @Test
    void scopeOfToolStaysOnThreadWithoutAdvisor() throws Exception {
        ChatClient plain =
                ChatClient.builder(model).defaultTools(new LeavingTools()).build();
        pool.submit(() -> plain.prompt("plan").call().content()).get();

        assertThat(sessionOfPooledThread()).isEqualTo("left");
    }

    @Test
    void toolsAndOperatorsOfStreamLeaveNoContextForEachOther() throws Exception {
        asked(leaving, "alice", "plan").stream()
                .content()
                .doOnRequest(n -> leave())
                .doOnNext(piece -> leave())
                .subscribeOn(Schedulers.fromExecutorService(pool))
                .blockLast();

        assertThat(seen).hasSizeGreaterThan(5).containsOnly("alice");
        assertThat(sessionOfPooledThread()).isNull();
        // Spring AI logs this line on the thread that calls the tools, between the two calls.
        assertThat(lines.theOneSaying("Executing tool call: calendar").fields()).isEmpty();
    }
}
