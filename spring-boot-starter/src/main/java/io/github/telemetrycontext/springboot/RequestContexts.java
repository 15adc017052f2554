package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the context of a request from what the request brings, the same for both kinds of web applications. */
final class RequestContexts {

    private final IdHeaders headers;
    private final InboundIds ids;
    private final Consumer<TelemetryContext> serverSpan;

    /** The consumer gets each context that is made, for the span of the request. */
    RequestContexts(TelemetryContextProperties.Web properties, Consumer<TelemetryContext> serverSpan) {
        this.serverSpan = serverSpan;
        this.headers = properties.headers();
        this.ids = new InboundIds(properties.maxLength(), properties.idPattern());
    }

    @SuppressWarnings("NullAway") // a header may be missing
    TelemetryContext ofHeaders(UnaryOperator<@Nullable String> request) {
        String requestId = ids.ofHeader(request.apply(headers.requestId()));
        TelemetryContext.Builder context = TelemetryContext.builder()
                .requestId(requestId != null ? requestId : TelemetryContext.generateRequestId());
        if (headers.sessionId() != null) {
            context.sessionId(ids.ofHeader(request.apply(headers.sessionId())));
        }
        return shown(context.build());
    }

    /** The same context where the resolver has no answer. */
    TelemetryContext resolved(TelemetryContext context, SessionIdResolver resolver, SessionIdResolver.Request request) {
        // Under the context, which also ends scopes that the resolver leaves open.
        String answer = context.<@Nullable String>wrapSupplier(() -> resolver.resolve(request))
                .get();
        // An answer that is refused must not leave the session to the header, which anybody may send.
        return answer == null
                ? context
                : shown(context.toBuilder().sessionId(ids.ofResolver(answer)).build());
    }

    private TelemetryContext shown(TelemetryContext context) {
        serverSpan.accept(context);
        return context;
    }
}
