package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Runs each request, with its asynchronous and error dispatches, under its context. */
final class ServletContextFilter extends OncePerRequestFilter implements Ordered {

    private final String attribute;
    private final int order;
    private final Function<HttpServletRequest, TelemetryContext> contexts;

    /** The context is made once for a request, and kept under the attribute for later dispatches. */
    ServletContextFilter(String attribute, int order, Function<HttpServletRequest, TelemetryContext> contexts) {
        this.attribute = attribute;
        this.order = order;
        this.contexts = contexts;
    }

    @Override
    public int getOrder() {
        return order;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    @SuppressWarnings("try") // the scope is there to be closed
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!(request.getAttribute(attribute) instanceof TelemetryContext)) {
            request.setAttribute(attribute, contexts.apply(request));
        }
        TelemetryContext context = (TelemetryContext) request.getAttribute(attribute);
        try (Scope scope = context.makeCurrent()) {
            chain.doFilter(request, response);
        }
    }

    /**
     * For the resolver.
     *
     * @param servlet the request
     */
    record ServletRequest(HttpServletRequest servlet) implements SessionIdResolver.Request {

        @Override
        public @Nullable String header(String name) {
            return servlet.getHeader(name);
        }

        @Override
        public @Nullable Principal principal() {
            return servlet.getUserPrincipal();
        }

        @Override
        public <T> @Nullable T unwrap(Class<T> type) {
            return type.isInstance(servlet) ? type.cast(servlet) : null;
        }
    }
}
