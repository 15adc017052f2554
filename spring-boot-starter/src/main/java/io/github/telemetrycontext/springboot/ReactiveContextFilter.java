package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Writes the context of a request into the Reactor context, from where Micrometer's propagation restores it. */
final class ReactiveContextFilter implements WebFilter, Ordered {

    private static final String KEY = TelemetryContextThreadLocalAccessor.KEY;

    private final RequestContexts contexts;
    private final @Nullable SessionIdResolver resolver;

    private ReactiveContextFilter(RequestContexts contexts, @Nullable SessionIdResolver resolver) {
        this.contexts = contexts;
        this.resolver = resolver;
    }

    static ReactiveContextFilter ofHeaders(RequestContexts contexts) {
        return new ReactiveContextFilter(contexts, null);
    }

    static ReactiveContextFilter ofResolver(RequestContexts contexts, SessionIdResolver resolver) {
        return new ReactiveContextFilter(contexts, resolver);
    }

    @Override
    public int getOrder() {
        return resolver == null ? FilterOrders.FIRST : FilterOrders.AFTER_SECURITY;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        SessionIdResolver resolver = this.resolver;
        if (resolver == null) {
            return Mono.defer(() -> {
                TelemetryContext context = contexts.fromHeaders(new ReactiveRequest(exchange, null));
                return chain.filter(exchange).contextWrite(write -> write.put(KEY, context));
            });
        }
        return exchange.getPrincipal()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(principal -> Mono.deferContextual(reactor -> {
                    TelemetryContext context = contexts.resolved(
                            reactor.get(KEY), resolver, new ReactiveRequest(exchange, principal.orElse(null)));
                    return chain.filter(exchange).contextWrite(write -> write.put(KEY, context));
                }));
    }

    /**
     * For the resolver.
     *
     * @param exchange the request
     * @param principal the user, if known
     */
    record ReactiveRequest(
            ServerWebExchange exchange, @Nullable Principal principal) implements SessionIdResolver.Request {

        @Override
        public @Nullable String header(String name) {
            return exchange.getRequest().getHeaders().getFirst(name);
        }

        @Override
        public <T> @Nullable T unwrap(Class<T> type) {
            return type.isInstance(exchange) ? type.cast(exchange) : null;
        }
    }
}
