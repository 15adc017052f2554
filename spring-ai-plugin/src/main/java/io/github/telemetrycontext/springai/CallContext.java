package io.github.telemetrycontext.springai;

import io.github.telemetrycontext.TelemetryContext;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import reactor.core.publisher.Flux;

/** Creates the context of a call, and runs streams under it. */
final class CallContext {

    private CallContext() {}

    /**
     * Returns the caller's context with the model, the session, and a request id. Returns the same object if it has all
     * of them, because the context keeps derived views.
     *
     * @param session null for the caller's session
     */
    static TelemetryContext of(TelemetryContext caller, @Nullable String model, @Nullable String session) {
        TelemetryContext.Builder call = caller.toBuilder();
        if (model != null) {
            call.modelId(model);
        }
        if (session != null) {
            call.sessionId(session);
        }
        if (caller.requestId() == null) {
            call.requestId(TelemetryContext.generateRequestId());
        }
        TelemetryContext context = call.build();
        return context.equals(caller) ? caller : context;
    }

    static @Nullable String modelOf(@Nullable ChatOptions options) {
        return options == null ? null : options.getModel();
    }

    /**
     * Returns a stream whose source is created, subscribed to and read under the context of the call. The caller's
     * context comes from the Reactor context, or else from the current thread.
     */
    static <T> Flux<T> stream(UnaryOperator<TelemetryContext> contextOf, Function<TelemetryContext, Flux<T>> source) {
        TelemetryContext here = TelemetryContext.current();
        return Flux.deferContextual(subscriber -> {
            TelemetryContext call = contextOf.apply(
                    subscriber.hasKey(TelemetryContextAdvisor.KEY)
                            ? subscriber.get(TelemetryContextAdvisor.KEY)
                            : here);
            Flux<T> elements = source.apply(call);
            return Flux.<T>from(downstream ->
                            call.run(() -> elements.subscribe(new SubscriberUnderContext<>(call, downstream))))
                    .contextWrite(context -> context.put(TelemetryContextAdvisor.KEY, call));
        });
    }
}
