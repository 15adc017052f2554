package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.telemetrycontext.TelemetryContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Flow.Publisher;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs each call of a streaming model under its own context, as {@link TelemetryChatModel} does. This is the caller's
 * context with {@code model_id}, and with a fresh {@code request_id} unless the caller has one. All callbacks of the
 * handler and all listeners run under this context on any thread. All other behavior is that of the given model.
 *
 * <pre>{@code
 * StreamingChatModel model = TelemetryStreamingChatModel.of(OpenAiStreamingChatModel.builder()….build());
 * }</pre>
 *
 * <p>A publisher runs each subscription as a call. The call starts with the context that was current when the publisher
 * was created.
 *
 * <p>It is thread-safe if the given model is. A call costs a context and a scope, a callback costs a scope. Errors are
 * those of the given model and of the handler.
 */
public sealed class TelemetryStreamingChatModel implements StreamingChatModel {

    final StreamingChatModel model;
    final OwnOverloads ownChat;

    private TelemetryStreamingChatModel(StreamingChatModel model) {
        this.model = model;
        this.ownChat = OwnOverloads.of("chat", model, StreamingChatModel.class);
    }

    /**
     * Decorates a model.
     *
     * @param model the model that answers
     * @return the decorated model; a model that is decorated already is returned as it is
     */
    public static TelemetryStreamingChatModel of(StreamingChatModel model) {
        Objects.requireNonNull(model, "model");
        if (model instanceof TelemetryStreamingChatModel decorated) {
            return decorated;
        }
        return CallContext.HAS_OPTIONS ? new WithOptions(model) : new TelemetryStreamingChatModel(model);
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        TelemetryContext call = of(request);
        if (ownChat.include(ChatRequest.class, StreamingChatResponseHandler.class)) {
            run(call, handler, underContext -> model.chat(request, underContext));
        } else {
            call.run(() -> StreamingChatModel.super.chat(request, handler));
        }
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        run(of(request), handler, underContext -> model.doChat(request, underContext));
    }

    @Override
    public void chat(String userMessage, StreamingChatResponseHandler handler) {
        if (ownChat.include(String.class, StreamingChatResponseHandler.class)) {
            run(ofDefaults(), handler, underContext -> model.chat(userMessage, underContext));
        } else {
            StreamingChatModel.super.chat(userMessage, handler);
        }
    }

    @Override
    public void chat(List<ChatMessage> messages, StreamingChatResponseHandler handler) {
        if (ownChat.include(List.class, StreamingChatResponseHandler.class)) {
            run(ofDefaults(), handler, underContext -> model.chat(messages, underContext));
        } else {
            StreamingChatModel.super.chat(messages, handler);
        }
    }

    static void run(
            TelemetryContext call, StreamingChatResponseHandler handler, Consumer<StreamingChatResponseHandler> chat) {
        call.run(() -> chat.accept(new HandlerUnderContext(call, handler)));
    }

    @Override
    public Publisher<ChatModelStreamingEvent> chat(ChatRequest request) {
        return underContext(
                () -> of(request),
                () -> ownChat.include(ChatRequest.class)
                        ? model.chat(request)
                        : StreamingChatModel.super.chat(request));
    }

    @Override
    public Publisher<ChatModelStreamingEvent> doChat(ChatRequest request) {
        return underContext(() -> of(request), () -> model.doChat(request));
    }

    /** Decorates the default, too, because it asks for the events only on subscription. */
    @Override
    public Publisher<String> chat(String userMessage) {
        return underContext(
                this::ofDefaults,
                () -> ownChat.include(String.class)
                        ? model.chat(userMessage)
                        : StreamingChatModel.super.chat(userMessage));
    }

    @Override
    public Publisher<ChatModelStreamingEvent> chat(ChatMessage... messages) {
        return ownChat.include(ChatMessage[].class)
                ? underContext(this::ofDefaults, () -> model.chat(messages))
                : StreamingChatModel.super.chat(messages);
    }

    @Override
    public Publisher<ChatModelStreamingEvent> chat(List<ChatMessage> messages) {
        return ownChat.include(List.class)
                ? underContext(this::ofDefaults, () -> model.chat(messages))
                : StreamingChatModel.super.chat(messages);
    }

    private static <T> Publisher<T> underContext(Supplier<TelemetryContext> context, Supplier<Publisher<T>> model) {
        TelemetryContext asked = TelemetryContext.current();
        Publisher<T> publisher = asked.call(model::get);
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            TelemetryContext call = asked.call(context::get);
            call.run(() -> publisher.subscribe(new SubscriberUnderContext<>(call, subscriber)));
        };
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

    /** Has the methods with options, as the subclass of {@link TelemetryChatModel} does. */
    private static final class WithOptions extends TelemetryStreamingChatModel {

        WithOptions(StreamingChatModel model) {
            super(model);
        }

        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
            TelemetryContext call = of(request);
            if (ownChat.include(ChatRequest.class, ChatRequestOptions.class, StreamingChatResponseHandler.class)) {
                run(call, handler, underContext -> model.chat(request, options, underContext));
            } else {
                call.run(() -> super.chat(request, options, handler));
            }
        }
    }
}
