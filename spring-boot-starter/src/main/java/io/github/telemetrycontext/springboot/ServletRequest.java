package io.github.telemetrycontext.springboot;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * A request to a servlet application.
 *
 * @param servlet the request of the container
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
