package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Creates the context of a request, in the same way for servlet and WebFlux applications. */
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

    @SuppressWarnings("NullAway") // absent headers are null
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

    /** Returns the same context if the resolver has no answer. */
    TelemetryContext resolved(TelemetryContext context, SessionIdResolver resolver, SessionIdResolver.Request request) {
        // Runs the resolver under the context. This also closes scopes that the resolver leaves open.
        String answer = context.<@Nullable String>wrapSupplier(() -> resolver.resolve(request))
                .get();
        // If the answer is refused, the session of the header must not remain, because any client may send it.
        TelemetryContext resolved = answer == null
                ? context
                : context.toBuilder().sessionId(ids.ofResolver(answer)).build();
        span.show(resolved);
        return resolved;
    }
}
