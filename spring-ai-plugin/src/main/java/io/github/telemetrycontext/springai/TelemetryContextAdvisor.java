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
 * Runs each call and each stream of a chat client under a context of its own: the caller's, with the model of the options as
 * {@code model_id}, and, unless the caller has them, with the conversation id as {@code session_id} and a fresh {@code
 * request_id}. What the client does for one question, with all calls of the model and of tools, is one request.
 *
 * <pre>{@code
 * ChatClient client = ChatClient.builder(model).defaultAdvisors(new TelemetryContextAdvisor()).build();
 * }</pre>
 *
 * <p>A field for which the request has no value is the caller's.
 *
 * <p>A stream carries its context in the Reactor context, under {@link #KEY}, for whoever restores thread locals from
 * there: the Micrometer plugin with Reactor's automatic propagation. The tools that the request brings run under it in any case;
 * those that other advisors or a resolver add run on Reactor's threads and need that.
 *
 * <p>Spring AI's observations of the client and of this advisor begin outside of it. The context of the call is in the {@linkplain
 * ChatClientRequest#context() request's context} under {@link #KEY}, from where {@link TelemetryObservationFilter} reads it.
 *
 * <p>A second advisor of this class keeps the request id of the first and does nothing else.
 *
 * <p>It keeps nothing of a call. A call costs a context and a scope, an element of a stream a scope; errors are those of the chain.
 */
public final class TelemetryContextAdvisor implements CallAdvisor, StreamAdvisor {

    /** The key of the telemetry context in the Reactor context of a stream, and in the context of a request. */
    public static final String KEY = "telemetry.context";

    private final SessionPolicy conversationIdIsSession;

    /**
     * Creates an advisor for any number of clients. The conversation id becomes the session where no session is current: the
     * policy is {@link SessionPolicy#WHEN_ABSENT}.
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
     * For observations.
     *
     * @return the name of the class
     */
    @Override
    public String getName() {
        return "TelemetryContextAdvisor";
    }

    /**
     * Around all others, and so outside of the loop that calls the tools.
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

    /** For {@link TelemetryObservationFilter}. A map of the application's own may be unmodifiable. */
    private static void leaveIn(ChatClientRequest request, TelemetryContext call) {
        try {
            request.context().put(KEY, call);
        } catch (UnsupportedOperationException e) {
            // The observations of this call have no ids.
        }
    }

    /** None, if the application's own method fails: its call must not. */
    private static @Nullable String textOf(Object conversation) {
        try {
            return conversation.toString();
        } catch (RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** A stream calls its tools on a thread of Reactor's. Spring AI 1 can't give options other tools. */
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
