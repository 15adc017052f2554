package io.github.telemetrycontext.springboot;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * A request to a WebFlux application.
 *
 * @param exchange the exchange of WebFlux
 * @param principal the sender, or null if unknown
 */
record ReactiveRequest(ServerWebExchange exchange, @Nullable Principal principal) implements SessionIdResolver.Request {

    @Override
    public @Nullable String header(String name) {
        return exchange.getRequest().getHeaders().getFirst(name);
    }

    @Override
    public <T> @Nullable T unwrap(Class<T> type) {
        return type.isInstance(exchange) ? type.cast(exchange) : null;
    }
}
