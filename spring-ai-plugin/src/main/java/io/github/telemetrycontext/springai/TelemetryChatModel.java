package io.github.telemetrycontext.springai;

import io.github.telemetrycontext.TelemetryContext;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

/**
 * Runs each call and each stream of a chat model under its own context. This is the caller's context with {@code
 * model_id}, and with a fresh {@code request_id} unless the caller has one. The {@code model_id} comes from the
 * prompt's options, or else from the model's own options.
 *
 * <pre>{@code
 * ChatModel model = TelemetryChatModel.of(openAiChatModel);
 * }</pre>
 *
 * <p>Use it for models that an application calls without a chat client. For the calls of a chat client, {@link
 * TelemetryContextAdvisor} also sets the session and covers the tools. Both can be used together.
 *
 * <p>A stream has its context in the Reactor context under {@link TelemetryContextAdvisor#KEY}.
 *
 * <p>It is thread-safe if the given model is. A call costs at most a context and a scope, an element of a stream costs
 * a scope. Errors are those of the given model.
 */
public final class TelemetryChatModel implements ChatModel {

    private final ChatModel model;

    private TelemetryChatModel(ChatModel model) {
        this.model = model;
    }

    /**
     * Decorates a model.
     *
     * @param model the model that answers
     * @return the decorated model; a model that is decorated already is returned as it is
     */
    public static TelemetryChatModel of(ChatModel model) {
        Objects.requireNonNull(model, "model");
        return model instanceof TelemetryChatModel decorated ? decorated : new TelemetryChatModel(model);
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        return contextOf(TelemetryContext.current(), prompt.getOptions()).call(() -> model.call(prompt));
    }

    @Override
    public @Nullable String call(String message) {
        return contextOf(TelemetryContext.current(), null)
                .<@Nullable String>wrapSupplier(() -> model.call(message))
                .get();
    }

    @Override
    public @Nullable String call(Message... messages) {
        return contextOf(TelemetryContext.current(), null)
                .<@Nullable String>wrapSupplier(() -> model.call(messages))
                .get();
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return stream(prompt.getOptions(), () -> model.stream(prompt));
    }

    @Override
    public Flux<String> stream(String message) {
        return stream(null, () -> model.stream(message));
    }

    @Override
    public Flux<String> stream(Message... messages) {
        return stream(null, () -> model.stream(messages));
    }

    @Override
    public ChatOptions getOptions() {
        return optionsOf(model);
    }

    /**
     * Returns the options of the given model, for Spring AI 1.
     *
     * @return the same as {@link #getOptions()}
     */
    @Override
    @Deprecated
    @SuppressWarnings("removal")
    public ChatOptions getDefaultOptions() {
        return optionsOf(model);
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

    private TelemetryContext contextOf(TelemetryContext caller, @Nullable ChatOptions options) {
        String own = CallContext.modelOf(options);
        return CallContext.of(caller, own != null ? own : ownModel(), null);
    }

    /** Returns null if the options of the given model fail, because the call must not fail. */
    private @Nullable String ownModel() {
        try {
            return CallContext.modelOf(optionsOf(model));
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    private <T> Flux<T> stream(@Nullable ChatOptions options, Supplier<Flux<T>> source) {
        return CallContext.stream(caller -> contextOf(caller, options), call -> call.call(source::get));
    }

    /** Returns the options by their old name in Spring AI 1. Spring AI 2 deprecates that name. */
    @SuppressWarnings("removal")
    private static ChatOptions optionsOf(ChatModel model) {
        try {
            return model.getOptions();
        } catch (NoSuchMethodError e) {
            return model.getDefaultOptions();
        }
    }
}
