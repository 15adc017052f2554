package io.github.telemetrycontext.springai;

import io.github.telemetrycontext.TelemetryContext;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import reactor.core.publisher.Flux;

/** Makes the context of a call, and runs streams under it. */
final class CallContext {

    private CallContext() {}

    /**
     * The caller's context with the model, the session, and a request id. The same object if it has all of them, because plugins keep
     * derived views with it.
     *
     * @param session null for the caller's
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
     * Returns a stream whose source is made, subscribed to and read under the context of the call. The caller's context is the one
     * in the Reactor context, or else the one that is current here.
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
