package io.github.telemetrycontext.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.testkit.TelemetryContextExtension;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

@ExtendWith(TelemetryContextExtension.class)
class TelemetryChatModelTest {

    private static final TelemetryContext CALLER = TelemetryContext.builder()
            .sessionId("s-1")
            .requestId("r-1")
            .samplingIteration(2)
            .build();

    /** The contexts that are current while a model is called, and in the callbacks of a stream. */
    private final List<TelemetryContext> seen = new CopyOnWriteArrayList<>();

    private final RecordingModel model = new RecordingModel();
    private final TelemetryChatModel decorated = TelemetryChatModel.of(model);

    private void see() {
        seen.add(TelemetryContext.current());
    }

    private final class RecordingModel implements ChatModel {

        private final ChatOptions options = ChatOptions.builder().model("own").build();
        private boolean optionsFail;

        @Override
        public ChatOptions getOptions() {
            if (optionsFail) {
                throw new UnsupportedOperationException("options");
            }
            return options;
        }

        @Override
        public ChatResponse call(Prompt prompt) {
            see();
            return answer(prompt);
        }

        @Override
        public Flux<ChatResponse> stream(Prompt prompt) {
            see();
            return Flux.defer(() -> {
                see();
                return Flux.just(answer(prompt)).publishOn(Schedulers.parallel());
            });
        }

        private static ChatResponse answer(Prompt prompt) {
            if (prompt.getContents().endsWith("fail")) {
                throw new IllegalStateException("on purpose");
            }
            return new ChatResponse(List.of(new Generation(new AssistantMessage("answer"))));
        }

        @Override
        public String toString() {
            return "recording model";
        }
    }

    /** A way to call a model. */
    private interface Way {

        @Nullable String ask(ChatModel model);
    }

    private static List<Named<Way>> ways() {
        return ways("hello");
    }

    private static List<Named<Way>> failingWays() {
        return ways("fail");
    }

    private static List<Named<Way>> ways(String question) {
        return List.of(
                Named.of("call by prompt", model -> textOf(model.call(new Prompt(question)))),
                Named.of("call by text", model -> model.call(question)),
                Named.of("call by messages", model -> model.call(new UserMessage("and"), new UserMessage(question))),
                Named.of(
                        "stream by prompt",
                        model -> textOf(model.stream(new Prompt(question)).blockLast())),
                Named.of("stream by text", model -> model.stream(question).blockLast()),
                Named.of(
                        "stream by messages",
                        model -> model.stream(new UserMessage(question)).blockLast()));
    }

    private static @Nullable String textOf(@Nullable ChatResponse response) {
        return response == null || response.getResult() == null
                ? null
                : response.getResult().getOutput().getText();
    }

    private TelemetryContext theOneSeen() {
        Set<TelemetryContext> contexts = new LinkedHashSet<>(seen);
        assertThat(contexts).hasSize(1);
        return contexts.iterator().next();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void eachCallHasItsOwnRequestAndModel(Way way) {
        assertThat(way.ask(decorated)).isEqualTo("answer");
        TelemetryContext first = theOneSeen();
        seen.clear();
        way.ask(decorated);

        assertThat(first.requestId())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(theOneSeen().requestId());
        assertThat(first.modelId()).isEqualTo("own");
        assertThat(first.sessionId()).isNull();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void keepsFieldsOfCaller(Way way) {
        CALLER.run(() -> way.ask(decorated));

        assertThat(theOneSeen()).isEqualTo(CALLER.toBuilder().modelId("own").build());
    }

    @Test
    void modelOfPromptTakesPrecedence() {
        Prompt prompt =
                new Prompt("hello", ChatOptions.builder().model("granite").build());
        CALLER.run(() -> {
            decorated.call(prompt);
            decorated.stream(prompt).blockLast();
        });

        assertThat(theOneSeen()).isEqualTo(CALLER.toBuilder().modelId("granite").build());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void keepsModelOfCallerIfOptionsOfModelFail(Way way) {
        model.optionsFail = true;
        TelemetryContext caller = CALLER.toBuilder().modelId("m-1").build();

        assertThat(caller.<@Nullable String>wrapSupplier(() -> way.ask(decorated))
                        .get())
                .isEqualTo("answer");
        assertThat(theOneSeen()).isEqualTo(caller);
    }

    @ParameterizedTest
    @MethodSource("failingWays")
    void errorReachesCaller(Way way) {
        assertThatIllegalStateException().isThrownBy(() -> way.ask(decorated)).withMessage("on purpose");
        assertThat(theOneSeen().requestId()).isNotNull();
    }

    @Test
    void eachSubscriptionIsOneRequestWithContextOfSubscriber() {
        Flux<String> stream = decorated.stream("hello");
        CALLER.run(stream::blockLast);
        assertThat(theOneSeen().sessionId()).isNull();
        seen.clear();

        stream.contextWrite(context -> context.put(TelemetryContextAdvisor.KEY, CALLER))
                .blockLast();
        assertThat(theOneSeen()).isEqualTo(CALLER.toBuilder().modelId("own").build());
    }

    @Test
    void callbacksSeeContextOfStream() {
        decorated.stream("hello")
                .doOnSubscribe(subscription -> see())
                .doOnRequest(n -> see())
                .doOnNext(piece -> see())
                .doOnComplete(this::see)
                .blockLast();
        assertThat(seen).hasSizeGreaterThanOrEqualTo(6);
        assertThat(theOneSeen().modelId()).isEqualTo("own");
    }

    @Test
    void cancelledAndFailedStreamsSeeTheirContext() {
        decorated.stream("hello").doOnCancel(this::see).take(1).blockLast();
        assertThat(seen).hasSize(3);
        assertThat(theOneSeen().modelId()).isEqualTo("own");
        seen.clear();

        decorated.stream("fail")
                .doOnError(error -> see())
                .onErrorReturn("failed")
                .blockLast();
        assertThat(seen).hasSize(3);
        assertThat(theOneSeen().modelId()).isEqualTo("own");
    }

    @Test
    void clientWithAdvisorKeepsRequestOfAdvisor() {
        String answer = ChatClient.builder(decorated)
                .defaultAdvisors(new TelemetryContextAdvisor())
                .build()
                .prompt("hello")
                .advisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "alice"))
                .call()
                .content();

        assertThat(answer).isEqualTo("answer");
        assertThat(theOneSeen().sessionId()).isEqualTo("alice");
        assertThat(theOneSeen().modelId()).isEqualTo("own");
    }

    @Test
    void doesNotDecorateDecoratedModelAgain() {
        assertThat(TelemetryChatModel.of(decorated)).isSameAs(decorated);
    }

    @Test
    @SuppressWarnings({"deprecation", "removal"}) // of Spring AI 1
    void returnsOptionsAndTextOfModel() {
        assertThat(decorated.getOptions()).isSameAs(model.options);
        assertThat(decorated.getDefaultOptions()).isSameAs(model.options);
        assertThat(decorated).hasToString("telemetry context around recording model");
    }

    @Test
    @SuppressWarnings("NullAway") // misuse
    void rejectsNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> TelemetryChatModel.of(null))
                .withMessage("model");
    }
}
