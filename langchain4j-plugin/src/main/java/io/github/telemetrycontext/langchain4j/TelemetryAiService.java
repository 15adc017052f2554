package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
import io.github.telemetrycontext.SessionPolicy;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs each invocation of an AI service under its own context. This is the caller's context, with a fresh {@code
 * request_id} unless the caller has one. All model calls of an invocation share one request. Tools, guardrails,
 * memories and listeners between these calls also run under it.
 *
 * <pre>{@code
 * Assistant assistant = TelemetryAiService.of(Assistant.class, AiServices.builder(Assistant.class)….build())
 *         .modelOf(model)
 *         .memoryIdIsSession()
 *         .build();
 * }</pre>
 *
 * <p>A {@link TokenStream} starts under the context of the invocation that returned it, on any thread. A {@code Flux}
 * of langchain4j-reactor starts when the method is called, so it also runs under that context. A publisher that starts
 * on subscription starts under the context of the subscriber.
 *
 * <p>A decorated service is thread-safe if the given service is. This builder is for one thread at a time. An
 * invocation costs a context, a scope and a reflective call. Errors are those of the given service.
 *
 * @param <T> the interface of the AI service
 */
public final class TelemetryAiService<T> {

    private final Class<T> type;
    private final T service;
    private @Nullable Supplier<@Nullable ChatRequestParameters> chat;
    private @Nullable Supplier<@Nullable ChatRequestParameters> streaming;
    private SessionPolicy memoryIdIsSession = SessionPolicy.NEVER;
    private boolean numberAttempts;

    private TelemetryAiService(Class<T> type, T service) {
        this.type = type;
        this.service = service;
    }

    /**
     * Starts the decoration of an AI service.
     *
     * @param <T> the interface of the AI service
     * @param type the interface of the AI service
     * @param service the service that LangChain4j has built
     * @return a builder of the decorated service
     * @throws IllegalArgumentException if the type is not an interface
     */
    public static <T> TelemetryAiService<T> of(Class<T> type, T service) {
        Objects.requireNonNull(service, "service");
        if (!type.isInterface()) {
            throw new IllegalArgumentException(type.getName() + " is not the interface of an AI service");
        }
        return new TelemetryAiService<>(type, service);
    }

    /**
     * Sets the {@code model_id} for the parts of an invocation outside of its model calls, for example tools. A model
     * name in {@link ChatRequestParameters} among the arguments of the invocation takes precedence over the name of the
     * model.
     *
     * <p>This model applies to methods that return an answer. The {@linkplain #modelOf(StreamingChatModel) streaming
     * model} applies to methods that stream an answer. If only one model is given, it applies to all methods.
     *
     * @param model the model of the service
     * @return this builder
     */
    public TelemetryAiService<T> modelOf(ChatModel model) {
        chat = Objects.requireNonNull(model, "model")::defaultRequestParameters;
        return this;
    }

    /**
     * Sets the {@code model_id} as {@link #modelOf(ChatModel)} does, for methods that stream. These methods return a
     * {@link TokenStream}, a publisher such as Reactor's {@code Flux}, a Kotlin {@code Flow} or a {@link
     * java.util.stream.Stream}. A {@code Mono} is not a stream.
     *
     * @param model the streaming model of the service
     * @return this builder
     */
    public TelemetryAiService<T> modelOf(StreamingChatModel model) {
        streaming = Objects.requireNonNull(model, "model")::defaultRequestParameters;
        return this;
    }

    /**
     * Uses the argument marked {@link MemoryId} as the {@code session_id} of the invocation if no session is current.
     * Same as {@link #memoryIdIsSession(SessionPolicy)} with {@link SessionPolicy#WHEN_ABSENT}.
     *
     * @return this builder
     */
    public TelemetryAiService<T> memoryIdIsSession() {
        return memoryIdIsSession(SessionPolicy.WHEN_ABSENT);
    }

    /**
     * Sets when the argument marked {@link MemoryId} becomes the {@code session_id} of the invocation. The default is
     * {@link SessionPolicy#NEVER}, because a memory id may be anything, for example a user name.
     *
     * <p>With {@link SessionPolicy#WHEN_ABSENT}, a service that is called by a tool of another service keeps the
     * session of that service.
     *
     * @param policy when to use the memory id
     * @return this builder
     */
    public TelemetryAiService<T> memoryIdIsSession(SessionPolicy policy) {
        memoryIdIsSession = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Numbers the attempts that output guardrails request. An invocation starts with {@code sampling_iteration} 1,
     * unless the caller has set one. Each retry and reprompt increments it. An outer service's attempt number does not
     * count as set by the caller.
     *
     * @return this builder
     */
    public TelemetryAiService<T> numberAttempts() {
        numberAttempts = true;
        return this;
    }

    /**
     * Builds the decorated service.
     *
     * @return the service, which runs each invocation under its own context
     */
    public T build() {
        AiServiceInvocationHandler handler = new AiServiceInvocationHandler(
                service, or(chat, streaming), or(streaming, chat), memoryIdIsSession, numberAttempts);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Returns the first supplier if it is given, otherwise the second. */
    private static Supplier<@Nullable ChatRequestParameters> or(
            @Nullable Supplier<@Nullable ChatRequestParameters> one,
            @Nullable Supplier<@Nullable ChatRequestParameters> other) {
        return one != null ? one : other != null ? other : () -> null;
    }
}
