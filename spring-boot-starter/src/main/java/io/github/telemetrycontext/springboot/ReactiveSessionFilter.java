package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Gets the session of each request from the resolver and writes the answer into the Reactor context. */
final class ReactiveSessionFilter implements WebFilter, Ordered {

    private static final String KEY = TelemetryContextThreadLocalAccessor.KEY;

    private final int order;
    private final RequestContexts contexts;
    private final SessionIdResolver resolver;

    ReactiveSessionFilter(int order, RequestContexts contexts, SessionIdResolver resolver) {
        this.order = order;
        this.contexts = contexts;
        this.resolver = resolver;
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getPrincipal()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(principal -> filter(exchange, chain, new ReactiveRequest(exchange, principal.orElse(null))));
    }

    private Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain, SessionIdResolver.Request request) {
        return Mono.deferContextual(reactor -> {
            TelemetryContext current = reactor.hasKey(KEY) ? reactor.get(KEY) : TelemetryContext.empty();
            TelemetryContext resolved = contexts.resolved(current, resolver, request);
            return chain.filter(exchange).contextWrite(write -> write.put(KEY, resolved));
        });
    }
}
