package io.github.telemetrycontext.springai;

import static io.github.telemetrycontext.testsupport.LogLines.LOG;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import io.github.telemetrycontext.testsupport.LogLines.Line;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Subscription;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/** Streams without Reactor's automatic propagation. */
@ExtendWith(TelemetryContextExtension.class)
class StreamTest extends OverHttp {

    StreamTest() throws Exception {}

    private static Flux<String> stream(ChatClient client, String user, String question) {
        return asked(client, user, question).stream()
                .content()
                .doOnNext(piece -> LOG.info("piece"))
                .doOnError(error -> LOG.info("error"));
    }

    private static String answerOf(Flux<String> pieces) {
        return String.join("", pieces.collectList().blockOptional().orElseThrow());
    }

    @Test
    void toolsAndOperatorsHaveOneRequestAndSessionOfConversation() {
        assertThat(answerOf(stream(client, "alice", "plan"))).isEqualTo("plan: \"rain\", \"free\"");

        Line weather = lines.theOneSaying("tool: weather");
        assertThat(weather.isOfAnotherThread()).isTrue();
        assertThat(weather.requestId()).matches("[0-9a-f]{32}");
        assertThat(weather.fields()).containsEntry("session_id", "alice").containsEntry("model_id", "granite");
        assertThat(lines.of("agent"))
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(line.fields()).isEqualTo(weather.fields()));
    }

    @Test
    void linesHaveNoFieldsWithoutAdvisor() {
        TelemetryContext.with().sessionId("s-1").run(() -> answerOf(stream(bare, "alice", "plan")));

        assertThat(Stream.of("tool: weather", "tool: calendar"))
                .allSatisfy(message ->
                        assertThat(lines.theOneSaying(message).fields()).isEmpty());
        assertThat(lines.saying("piece"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.fields()).isEmpty());
    }

    @Test
    void keepsFieldsOfSubscriber() {
        TelemetryContext.with()
                .requestId("r-1")
                .samplingIteration(2)
                .run(() -> answerOf(stream(client, "alice", "plan")));

        assertThat(lines.theOneSaying("tool: weather").fields())
                .isEqualTo(Map.of(
                        "session_id", "alice", "request_id", "r-1", "model_id", "granite", "sampling_iteration", "2"));
    }

    @Test
    void eachStreamHasItsOwnRequest() {
        answerOf(stream(client, "alice", "plan"));
        answerOf(stream(client, "alice", "plan"));

        assertThat(lines.saying("tool: weather").stream().map(Line::requestId))
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void errorOperatorsHaveContextOfCall() {
        assertThat(stream(client, "alice", "fail").onErrorReturn("failed").blockLast())
                .isEqualTo("failed");
        assertThat(lines.theOneSaying("error").fields())
                .containsEntry("session_id", "alice")
                .containsKey("request_id");
    }

    @Test
    void cancelledStreamHasContextOfCall() {
        assertThat(stream(client, "alice", "endless").take(3).collectList().block())
                .hasSize(3);
        assertThat(lines.saying("piece"))
                .allSatisfy(line -> assertThat(line.fields()).containsEntry("session_id", "alice"));
    }

    /** Another advisor, which logs requests and cancellations. */
    private static final class LoggingAdvisor implements StreamAdvisor {

        private final CountDownLatch cancelled = new CountDownLatch(1);

        @Override
        public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
            return chain.nextStream(request)
                    .doOnRequest(n -> LOG.info("requested"))
                    .doOnCancel(() -> {
                        LOG.info("cancelled");
                        cancelled.countDown();
                    });
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

    @Test
    void laterRequestsAndCancellationHaveContextOfCall() throws Exception {
        LoggingAdvisor advisor = new LoggingAdvisor();
        BaseSubscriber<String> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                // Requests nothing yet.
            }
        };
        asked(client, "alice", "endless").advisors(advisor).stream().content().subscribe(subscriber);
        subscriber.request(1);
        subscriber.cancel();
        advisor.cancelled.await();

        assertThat(lines.saying("requested"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.fields()).containsEntry("session_id", "alice"));
        assertThat(lines.theOneSaying("cancelled").fields())
                .containsEntry("session_id", "alice")
                .containsKey("request_id");
    }

    @Test
    void concurrentUsersKeepTheirSessions() {
        List<String> answers = Flux.range(0, 30)
                .flatMap(i -> stream(client, "user-" + i, "question-" + i)
                        .collectList()
                        .map(pieces -> String.join("", pieces)))
                .collectList()
                .blockOptional()
                .orElseThrow();

        assertThat(answers).hasSize(30);
        List<Line> weather = lines.saying("tool: weather");
        assertThat(weather.stream().map(Line::requestId)).hasSize(30).doesNotHaveDuplicates();
        assertThat(weather.stream().map(line -> line.fields().get("session_id")))
                .doesNotHaveDuplicates();
        assertThat(lines.of("agent"))
                .allSatisfy(line -> assertThat(
                                weather.stream().filter(tool -> tool.fields().equals(line.fields())))
                        .hasSize(1));
    }
}
