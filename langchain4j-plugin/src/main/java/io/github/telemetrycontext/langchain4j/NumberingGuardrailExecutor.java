package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.guardrail.ChatExecutor;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailExecutor;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.guardrail.config.OutputGuardrailsConfig;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.telemetrycontext.TelemetryContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs each retry, and the guardrails on its answer, under the next iteration. */
final class NumberingGuardrailExecutor extends OutputGuardrailExecutor {

    NumberingGuardrailExecutor(OutputGuardrailsConfig config, List<OutputGuardrail> guardrails) {
        super(config, guardrails);
    }

    @Override
    public OutputGuardrailResult execute(OutputGuardrailRequest request) {
        return super.execute(numbered(request));
    }

    /**
     * Numbers the attempts in LangChain4j 1.20, which calls this method. Guardrails that run later on other threads do
     * not have the iteration.
     */
    @Override
    public CompletableFuture<OutputGuardrailResult> executeAsync(OutputGuardrailRequest request) {
        return super.executeAsync(numbered(request));
    }

    @Override
    protected OutputGuardrailResult executeGuardrails(OutputGuardrailRequest request) {
        return request.chatExecutor() instanceof Attempts attempts
                ? attempts.latest().call(() -> super.executeGuardrails(request))
                : super.executeGuardrails(request);
    }

    private static OutputGuardrailRequest numbered(OutputGuardrailRequest request) {
        TelemetryContext first = TelemetryContext.current();
        Integer iteration = first.samplingIteration();
        AttemptOwner owner = AttemptOwner.of(first);
        return iteration != null && owner != null && owner.isMethodOf(invocationOf(request))
                ? OutputGuardrailRequest.builder()
                        .responseFromLLM(request.responseFromLLM())
                        .requestParams(request.requestParams())
                        .chatExecutor(new Attempts(first, iteration, request.chatExecutor()))
                        .build()
                : request;
    }

    /** Returns null in LangChain4j 1.5, which does not tell which method runs. */
    private static @Nullable InvocationContext invocationOf(OutputGuardrailRequest request) {
        try {
            return request.requestParams().invocationContext();
        } catch (NoSuchMethodError e) {
            return null;
        }
    }

    /** The attempts of one invocation. They run one after the other, on any thread. */
    static final class Attempts implements ChatExecutor {

        private final ChatExecutor executor;
        private volatile TelemetryContext latest;
        private int iteration;

        Attempts(TelemetryContext first, int iteration, ChatExecutor executor) {
            this.latest = first;
            this.iteration = iteration;
            this.executor = executor;
        }

        TelemetryContext latest() {
            return latest;
        }

        private TelemetryContext next() {
            latest = AttemptOwner.own(
                    latest.toBuilder().samplingIteration(++iteration).build(), AttemptOwner.of(latest));
            return latest;
        }

        @Override
        public ChatResponse execute() {
            return next().call(executor::execute);
        }

        @Override
        public ChatResponse execute(List<ChatMessage> messages) {
            return next().call(() -> executor.execute(messages));
        }

        @Override
        public CompletableFuture<ChatResponse> executeAsync() {
            return next().call(executor::executeAsync);
        }

        @Override
        public CompletableFuture<ChatResponse> executeAsync(List<ChatMessage> messages) {
            return next().call(() -> executor.executeAsync(messages));
        }
    }
}
