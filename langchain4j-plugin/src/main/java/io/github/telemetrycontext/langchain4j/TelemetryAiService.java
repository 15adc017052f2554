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
 * Runs each invocation of an AI service under a context of its own: the caller's, with a fresh {@code request_id} unless
 * the caller has one. All calls of models that an invocation makes then belong to the same request, and so do the tools,
 * guardrails, memories and listeners in between, which no call of a model surrounds.
 *
 * <pre>{@code
 * Assistant assistant = TelemetryAiService.of(Assistant.class, AiServices.builder(Assistant.class)….build())
 *         .modelOf(model)
 *         .memoryIdIsSession()
 *         .build();
 * }</pre>
 *
 * <p>A {@link TokenStream} starts under the context of the invocation that returned it, whichever thread starts it. A {@code
 * Flux} of langchain4j-reactor starts when the method is called, and so under that context too. A publisher that starts only
 * when it is subscribed to starts under the context of the subscriber.
 *
 * <p>Services may be used by as many threads as the given one may; this class is for one thread at a time. An invocation
 * costs a context, a scope and a reflective call. Errors are the given service's.
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
     * @param type the same
     * @param service the service, as LangChain4j has built it
     * @return to be built
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
     * Sets the {@code model_id} of an invocation outside of the calls of its model, where tools run for instance. It is the
     * model name of the parameters among the arguments of the invocation if they have one, otherwise that of the model.
     *
     * <p>This model is for methods that return an answer, the {@linkplain #modelOf(StreamingChatModel) other one} for those
     * that stream one. If only one model is given, it is for all methods.
     *
     * @param model the model that the service was built with
     * @return this
     */
    public TelemetryAiService<T> modelOf(ChatModel model) {
        chat = Objects.requireNonNull(model, "model")::defaultRequestParameters;
        return this;
    }

    /**
     * Sets the {@code model_id} as {@link #modelOf(ChatModel)} does, for methods that stream: they return a {@link TokenStream},
     * a publisher such as Reactor's {@code Flux}, a {@code Flow} of Kotlin or a {@link java.util.stream.Stream}. A {@code Mono}
     * is not a stream.
     *
     * @param model the streaming model that the service was built with
     * @return this
     */
    public TelemetryAiService<T> modelOf(StreamingChatModel model) {
        streaming = Objects.requireNonNull(model, "model")::defaultRequestParameters;
        return this;
    }

    /**
     * Makes the argument marked {@link MemoryId} the {@code session_id} of the invocation where no session is current: the same
     * as {@link #memoryIdIsSession(SessionPolicy)} with {@link SessionPolicy#WHEN_ABSENT}.
     *
     * @return this
     */
    public TelemetryAiService<T> memoryIdIsSession() {
        return memoryIdIsSession(SessionPolicy.WHEN_ABSENT);
    }

    /**
     * Sets when the argument marked {@link MemoryId} becomes the {@code session_id} of the invocation. The default is {@link
     * SessionPolicy#NEVER}, because a memory id may be anything, a user's name for instance.
     *
     * <p>With {@link SessionPolicy#WHEN_ABSENT} a service that a tool of another service calls keeps the session of that other
     * one.
     *
     * @param policy when to use the memory id
     * @return this
     */
    public TelemetryAiService<T> memoryIdIsSession(SessionPolicy policy) {
        memoryIdIsSession = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Numbers the attempts that output guardrails ask for: an invocation starts with {@code sampling_iteration} 1, unless
     * the caller has set one, and each retry and reprompt counts it up. The attempt number of an outer service does not count
     * as set by the caller.
     *
     * @return this
     */
    public TelemetryAiService<T> numberAttempts() {
        numberAttempts = true;
        return this;
    }

    /**
     * The service.
     *
     * @return the given service with a context around each invocation
     */
    public T build() {
        AiServiceInvocationHandler handler = new AiServiceInvocationHandler(
                service, or(chat, streaming), or(streaming, chat), memoryIdIsSession, numberAttempts);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** The parameters of the one model, if it is given, otherwise those of the other one. */
    private static Supplier<@Nullable ChatRequestParameters> or(
            @Nullable Supplier<@Nullable ChatRequestParameters> one,
            @Nullable Supplier<@Nullable ChatRequestParameters> other) {
        return one != null ? one : other != null ? other : () -> null;
    }
}
