package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.springboot.SessionIdResolver.Request;
import org.jspecify.annotations.Nullable;

/** Makes the context of a request from what the request brings, the same for both kinds of web applications. */
final class RequestContexts {

    private final TelemetryContextProperties.Web properties;
    private final InboundIds ids;

    RequestContexts(TelemetryContextProperties.Web properties) {
        this.properties = properties;
        this.ids = new InboundIds(properties.maxLength());
    }

    TelemetryContext fromHeaders(Request request) {
        String requestId = ids.ofHeader(request.header(properties.requestIdHeader()));
        TelemetryContext.Builder context = TelemetryContext.builder()
                .requestId(requestId != null ? requestId : TelemetryContext.generateRequestId());
        String sessionIdHeader = properties.sessionIdHeader();
        if (sessionIdHeader != null) {
            context.sessionId(ids.ofHeader(request.header(sessionIdHeader)));
        }
        return context.build();
    }

    /** The same context where the resolver has no answer. */
    TelemetryContext resolved(TelemetryContext context, SessionIdResolver resolver, Request request) {
        @Nullable String sessionId = ids.ofResolver(resolver.resolve(request));
        return sessionId != null ? context.toBuilder().sessionId(sessionId).build() : context;
    }
}
