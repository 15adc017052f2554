package io.github.telemetrycontext.springai;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines.Line;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;

/** Streams with the Micrometer plugin and Reactor's automatic propagation. */
@ExtendWith(TelemetryContextExtension.class)
class PropagatedStreamTest extends OverHttp {

    /** Another advisor. Its operators run inside those of the tested advisor. */
    private static final class LoggingAdvisor implements StreamAdvisor {

        @Override
        public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
            return chain.nextStream(request).publishOn(Schedulers.parallel()).doOnNext(response -> LOG.info("advisor"));
        }

        @Override
        public String getName() {
            return "logging";
        }

        @Override
        public int getOrder() {
            return 0;
        }
    }

    PropagatedStreamTest() throws Exception {}

    @BeforeEach
    void propagate() {
        Hooks.enableAutomaticContextPropagation();
    }

    @Test
    void usesSameKeyAsMicrometerPlugin() {
        assertThat(TelemetryContextAdvisor.KEY).isEqualTo(TelemetryContextThreadLocalAccessor.KEY);
    }

    @Test
    void linesOfOtherAdvisorsAndOfSpringHaveContextOfCall() {
        asked(client, "alice", "plan").advisors(new LoggingAdvisor()).stream()
                .content()
                .blockLast();

        Line weather = lines.theOneSaying("tool: weather");
        assertThat(weather.fields()).containsEntry("session_id", "alice").containsEntry("model_id", "granite");
        assertThat(lines.saying("advisor"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.fields()).isEqualTo(weather.fields()));
        assertThat(lines.theOneSaying("Executing tool call: weather").fields()).isEqualTo(weather.fields());
    }

    @Test
    void downstreamOperatorsHaveContextOfApplication() {
        TelemetryContext.with()
                .requestId("r-1")
                .sessionId("s-1")
                .run(() -> client.prompt("plan").stream()
                        .content()
                        .doOnNext(piece -> LOG.info("piece"))
                        .blockLast());

        assertThat(lines.saying("piece"))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line.fields()).isEqualTo(Map.of("request_id", "r-1", "session_id", "s-1")));
        assertThat(lines.theOneSaying("tool: weather").fields())
                .isEqualTo(Map.of("request_id", "r-1", "session_id", "s-1", "model_id", "granite"));
    }
}
