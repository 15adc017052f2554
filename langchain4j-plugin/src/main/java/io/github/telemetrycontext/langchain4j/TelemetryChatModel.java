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
 * A model whose calls run under a context of their own: the caller's, with the {@code model_id} that the request's
 * parameters and the model's own ones name together, and with a fresh {@code request_id} unless the caller has one.
 * The client and the listeners log with these fields. Everything else is the given model's.
 *
 * <pre>{@code
 * ChatModel model = TelemetryChatModel.of(OpenAiChatModel.builder()….build());
 * }</pre>
 *
 * <p>A request id that is current is kept, so all calls inside a scope that sets one belong to that request, and so do
 * calls from inside other calls. Hide it to have one for each call:
 * {@code TelemetryContext.with().requestId(null)}.
 *
 * <p>It may be used by as many threads as the given model may. A call costs a context and a scope more; errors are the
 * given model's.
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
     * @param model what answers; one that is decorated already is returned as it is
     * @return the decorated model
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

    /** Stages of the future run under the context that is current where they are attached, as always. */
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

    /** A future that carries the context to the listeners, which the interface attaches to it. */
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
     * For people.
     *
     * @return names the given model
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
     * Has the methods with {@link ChatRequestOptions}, which LangChain4j 1.11 does not have. Frameworks that read the methods of
     * a bean, such as Spring, load all their types.
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
