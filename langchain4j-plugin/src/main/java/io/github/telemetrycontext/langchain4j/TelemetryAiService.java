package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.TokenStream;
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
 * <p>A {@link TokenStream} starts under the context of the invocation that returned it, whichever thread starts it. What
 * else an AI service can return to be streamed starts where it is subscribed to, and with it the calls.
 *
 * <p>Services may be used by as many threads as the given one may; this class is for one thread at a time. An invocation
 * costs a context, a scope and a reflective call. Errors are the given service's.
 *
 * @param <T> the interface of the AI service
 */
public final class TelemetryAiService<T> {

    private final Class<T> type;
    private final T service;
    private Supplier<@Nullable ChatRequestParameters> defaults = () -> null;
    private boolean memoryIdIsSession;
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
     * Names the model also between its calls, as tools are: {@code model_id} is what the parameters of the invocation say,
     * if there are any among its arguments, or else those of the model.
     *
     * @param model what the service was built with
     * @return this
     */
    public TelemetryAiService<T> modelOf(ChatModel model) {
        defaults = Objects.requireNonNull(model, "model")::defaultRequestParameters;
        return this;
    }

    /**
     * As {@link #modelOf(ChatModel)}, for a service that streams.
     *
     * @param model what the service was built with
     * @return this
     */
    public TelemetryAiService<T> modelOf(StreamingChatModel model) {
        defaults = Objects.requireNonNull(model, "model")::defaultRequestParameters;
        return this;
    }

    /**
     * Makes the argument marked {@link MemoryId} the {@code session_id} of the invocation. Without this call nothing is a
     * session, because a memory id may be anything, a user's name for instance.
     *
     * @return this
     */
    public TelemetryAiService<T> memoryIdIsSession() {
        memoryIdIsSession = true;
        return this;
    }

    /**
     * Numbers the attempts that output guardrails ask for: an invocation starts with {@code sampling_iteration} 1, unless
     * the caller has set one, and each retry and reprompt counts it up. The attempt of another service, of which a tool or
     * guardrail is the caller, is none that the caller has set.
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
        Invocations invocations = new Invocations(service, defaults, memoryIdIsSession, numberAttempts);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, invocations));
    }
}
