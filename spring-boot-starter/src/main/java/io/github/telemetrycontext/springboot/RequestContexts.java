package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the context of a request from what the request brings, the same for both kinds of web applications. */
final class RequestContexts {

    private final IdHeaders headers;
    private final InboundIds ids;

    private final ServerSpan span;
    private final boolean hasResolver;

    RequestContexts(TelemetryContextProperties.Web properties, ServerSpan span, boolean hasResolver) {
        this.headers = properties.headers();
        this.ids = new InboundIds(properties.maxLength(), properties.idPattern());
        this.span = span;
        this.hasResolver = hasResolver;
    }

    @SuppressWarnings("NullAway") // a header may be missing
    TelemetryContext ofHeaders(UnaryOperator<@Nullable String> request) {
        String requestId = ids.ofHeader(request.apply(headers.requestId()));
        TelemetryContext.Builder context = TelemetryContext.builder()
                .requestId(requestId != null ? requestId : TelemetryContext.generateRequestId());
        if (headers.sessionId() != null) {
            context.sessionId(ids.ofHeader(request.apply(headers.sessionId())));
        }
        TelemetryContext made = context.build();
        // Attributes of spans can't be removed, so a session is set only after the resolver has accepted it.
        span.show(hasResolver ? made.toBuilder().sessionId(null).build() : made);
        return made;
    }

    /** The same context where the resolver has no answer. */
    TelemetryContext resolved(TelemetryContext context, SessionIdResolver resolver, SessionIdResolver.Request request) {
        // Under the context, which also ends scopes that the resolver leaves open.
        String answer = context.<@Nullable String>wrapSupplier(() -> resolver.resolve(request))
                .get();
        // An answer that is refused must not leave the session to the header, which anybody may send.
        TelemetryContext resolved = answer == null
                ? context
                : context.toBuilder().sessionId(ids.ofResolver(answer)).build();
        span.show(resolved);
        return resolved;
    }
}
