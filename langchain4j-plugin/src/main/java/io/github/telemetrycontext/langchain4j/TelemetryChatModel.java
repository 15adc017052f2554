package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryFuture;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Runs each call of a model under its own context. This is the caller's context with {@code model_id}, and with a fresh
 * {@code request_id} unless the caller has one. The {@code model_id} is the model name of the request, or else of the
 * model's default parameters. The client and the listeners log with these fields. All other behavior is that of the
 * given model.
 *
 * <pre>{@code
 * ChatModel model = TelemetryChatModel.of(OpenAiChatModel.builder()….build());
 * }</pre>
 *
 * <p>A current request id is kept. All calls inside a scope with a request id belong to that request, and so do calls
 * from inside other calls. To get one request id per call, hide the current one: {@code
 * TelemetryContext.with().requestId(null)}.
 *
 * <p>It is thread-safe if the given model is. A call costs a context and a scope. Errors are those of the given model.
 */
public sealed class TelemetryChatModel implements ChatModel {

    final ChatModel model;
    final OwnOverloads ownAsync;

    private TelemetryChatModel(ChatModel model) {
        this.model = model;
        this.ownAsync = OwnOverloads.of("chatAsync", model, ChatModel.class);
    }

    /**
     * Decorates a model.
     *
     * @param model the model that answers
     * @return the decorated model; a model that is decorated already is returned as it is
     */
    public static TelemetryChatModel of(ChatModel model) {
        Objects.requireNonNull(model, "model");
        if (model instanceof TelemetryChatModel decorated) {
            return decorated;
        }
        return CallContext.HAS_OPTIONS ? new WithOptions(model) : new TelemetryChatModel(model);
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return of(request).call(() -> model.chat(request));
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        return of(request).call(() -> model.doChat(request));
    }

    @Override
    public String chat(String userMessage) {
        return ofDefaults().call(() -> model.chat(userMessage));
    }

    @Override
    public ChatResponse chat(ChatMessage... messages) {
        return ofDefaults().call(() -> model.chat(messages));
    }

    @Override
    public ChatResponse chat(List<ChatMessage> messages) {
        return ofDefaults().call(() -> model.chat(messages));
    }

    /** Starts the call under its context. Stages of the future run under the context that attaches them. */
    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatRequest request) {
        return ownAsync.include(ChatRequest.class)
                ? of(request).call(() -> model.chatAsync(request))
                : ChatModel.super.chatAsync(request);
    }

    @Override
    public CompletableFuture<String> chatAsync(String userMessage) {
        return ownAsync.include(String.class)
                ? ofDefaults().call(() -> model.chatAsync(userMessage))
                : ChatModel.super.chatAsync(userMessage);
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(ChatMessage... messages) {
        return ownAsync.include(ChatMessage[].class)
                ? ofDefaults().call(() -> model.chatAsync(messages))
                : ChatModel.super.chatAsync(messages);
    }

    @Override
    public CompletableFuture<ChatResponse> chatAsync(List<ChatMessage> messages) {
        return ownAsync.include(List.class)
                ? ofDefaults().call(() -> model.chatAsync(messages))
                : ChatModel.super.chatAsync(messages);
    }

    /** Returns a future that propagates the context to the listeners, which the interface attaches to it. */
    @Override
    public CompletableFuture<ChatResponse> doChatAsync(ChatRequest request) {
        return of(request).call(() -> {
            CompletableFuture<ChatResponse> answer = model.doChatAsync(request);
            CompletableFuture<ChatResponse> carrying = TelemetryFuture.of(answer);
            CompletableFuture<ChatResponse> unused = carrying.whenComplete((response, failure) -> {
                if (carrying.isCancelled()) {
                    answer.cancel(true);
                }
            });
            return carrying;
        });
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public List<ChatModelListener> listeners() {
        return model.listeners();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return model.supportedCapabilities();
    }

    /**
     * Describes this model in messages for people.
     *
     * @return a text that names the given model
     */
    @Override
    public String toString() {
        return "telemetry context around " + model;
    }

    final TelemetryContext of(ChatRequest request) {
        return CallContext.of(request, model.defaultRequestParameters());
    }

    private TelemetryContext ofDefaults() {
        return CallContext.of(model.defaultRequestParameters());
    }

    /**
     * Has the methods with {@link ChatRequestOptions}, which LangChain4j 1.11 does not have. They need a class of their
     * own, because frameworks such as Spring load all types in the methods of a bean.
     */
    private static final class WithOptions extends TelemetryChatModel {

        WithOptions(ChatModel model) {
            super(model);
        }

        @Override
        public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
            return of(request).call(() -> model.chat(request, options));
        }

        @Override
        public CompletableFuture<ChatResponse> chatAsync(ChatRequest request, ChatRequestOptions options) {
            return of(request)
                    .call(() -> ownAsync.include(ChatRequest.class, ChatRequestOptions.class)
                            ? model.chatAsync(request, options)
                            : super.chatAsync(request, options));
        }
    }
}
