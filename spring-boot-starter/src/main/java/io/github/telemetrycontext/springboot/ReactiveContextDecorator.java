package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;

/**
 * Writes the context of each request into the Reactor context, from where Micrometer's propagation restores it. It
 * wraps all of WebFlux, because error handlers run outside of the filters.
 */
final class ReactiveContextDecorator implements HttpHandlerDecoratorFactory {

    private final RequestContexts contexts;

    ReactiveContextDecorator(RequestContexts contexts) {
        this.contexts = contexts;
    }

    @Override
    public HttpHandler apply(HttpHandler handler) {
        return (request, response) -> {
            TelemetryContext context = contexts.ofHeaders(request.getHeaders()::getFirst);
            return context.call(() -> handler.handle(request, response))
                    .contextWrite(reactor -> reactor.put(TelemetryContextThreadLocalAccessor.KEY, context));
        };
    }
}
