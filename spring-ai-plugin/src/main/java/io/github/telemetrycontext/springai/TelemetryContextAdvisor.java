package io.github.telemetrycontext.springai;

import io.github.telemetrycontext.SessionPolicy;
import io.github.telemetrycontext.TelemetryContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

/**
 * Runs each call and each stream of a chat client under its own context. This is the caller's context with the model of
 * the options as {@code model_id}. The conversation id becomes the {@code session_id} and a fresh id the {@code
 * request_id}, unless the caller has them. All model and tool calls for one question share one request.
 *
 * <pre>{@code
 * ChatClient client = ChatClient.builder(model).defaultAdvisors(new TelemetryContextAdvisor()).build();
 * }</pre>
 *
 * <p>If the request has no value for a field, the value of the caller remains.
 *
 * <p>A stream has its context in the Reactor context under {@link #KEY}. The Micrometer plugin restores thread locals
 * from there if Reactor's automatic propagation is enabled. Tools of the request always run under the context. Tools
 * that other advisors or a resolver add run on Reactor's threads and need the automatic propagation.
 *
 * <p>Spring AI's observations of the client and of this advisor begin outside of this advisor. The advisor puts the
 * context into the {@linkplain ChatClientRequest#context() request's context} under {@link #KEY}, where {@link
 * TelemetryObservationFilter} reads it.
 *
 * <p>A second advisor of this class keeps the request id of the first and has no other effect.
 *
 * <p>It is thread-safe and keeps no state of a call. A call costs a context and a scope, an element of a stream costs a
 * scope. Errors are those of the chain.
 */
public final class TelemetryContextAdvisor implements CallAdvisor, StreamAdvisor {

    /** The key of the telemetry context in the Reactor context of a stream, and in the context of a request. */
    public static final String KEY = "telemetry.context";

    private final SessionPolicy conversationIdIsSession;

    /**
     * Creates an advisor for any number of clients. The conversation id becomes the session if no session is current
     * ({@link SessionPolicy#WHEN_ABSENT}).
     */
    public TelemetryContextAdvisor() {
        this(SessionPolicy.WHEN_ABSENT);
    }

    /**
     * Creates an advisor for any number of clients.
     *
     * @param conversationIdIsSession when the conversation id becomes the session of a call
     */
    public TelemetryContextAdvisor(SessionPolicy conversationIdIsSession) {
        this.conversationIdIsSession = Objects.requireNonNull(conversationIdIsSession, "conversationIdIsSession");
    }

    /**
     * Returns the name of this advisor for observations.
     *
     * @return the name of the class
     */
    @Override
    public String getName() {
        return "TelemetryContextAdvisor";
    }

    /**
     * Returns the order of this advisor. It runs around all others, so also outside of the loop that calls the tools.
     *
     * @return the highest precedence
     */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        return contextOf(request, TelemetryContext.current()).call(() -> chain.nextCall(request));
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return CallContext.stream(
                caller -> contextOf(request, caller), call -> chain.nextStream(withTools(request, call)));
    }

    private TelemetryContext contextOf(ChatClientRequest request, TelemetryContext caller) {
        Object conversation = request.context().get(ChatMemory.CONVERSATION_ID);
        String session =
                conversation != null && conversationIdIsSession.appliesTo(caller) ? textOf(conversation) : null;
        TelemetryContext call =
                CallContext.of(caller, CallContext.modelOf(request.prompt().getOptions()), session);
        leaveIn(request, call);
        return call;
    }

    /**
     * Puts the context into the request for {@link TelemetryObservationFilter}. The application may pass an
     * unmodifiable map.
     */
    private static void leaveIn(ChatClientRequest request, TelemetryContext call) {
        try {
            request.context().put(KEY, call);
        } catch (UnsupportedOperationException e) {
            // The observations of this call have no ids.
        }
    }

    /** Returns null if toString() of the conversation id fails, because the call must not fail. */
    private static @Nullable String textOf(Object conversation) {
        try {
            return conversation.toString();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    /**
     * Wraps the tools of a stream, which Reactor calls on its own threads. Spring AI 1 can't replace the tools of
     * options.
     */
    private static ChatClientRequest withTools(ChatClientRequest request, TelemetryContext call) {
        if (!(request.prompt().getOptions() instanceof ToolCallingChatOptions options)
                || options.getToolCallbacks() == null
                || options.getToolCallbacks().isEmpty()) {
            return request;
        }
        ToolCallingChatOptions.Builder<?> underContext;
        try {
            underContext = options.mutate();
        } catch (NoSuchMethodError e) {
            return request;
        }
        underContext.toolCallbacks(options.getToolCallbacks().stream()
                .<ToolCallback>map(tool -> new ToolUnderContext(call, tool))
                .toList());
        return request.mutate()
                .prompt(request.prompt()
                        .mutate()
                        .chatOptions(underContext.build())
                        .build())
                .build();
    }
}
