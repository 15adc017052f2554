package io.github.telemetrycontext.springboot;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Returns the session of a request if a header is not enough. The starter calls a bean of this type once for each
 * request if {@code telemetry.context.web.enabled} is set. It calls the bean after Spring Security has authenticated
 * the request, in servlet and in WebFlux applications:
 *
 * <pre>{@code
 * @Bean
 * SessionIdResolver sessionIds() {
 *     return request -> request.principal() == null ? null : request.principal().getName();
 * }
 * }</pre>
 *
 * <p>The result takes precedence over the header. A result that is empty, too long or has control characters is
 * ignored, and the request then has no session.
 *
 * <p>The resolver must be thread-safe. WebFlux calls it on the threads of the event loop, so it must not block. An
 * exception fails the request.
 *
 * <p>The starter does not call the resolver again for the error page. The error page has no session in servlet
 * applications, and the session of the header in WebFlux.
 */
@FunctionalInterface
public interface SessionIdResolver {

    /**
     * Returns the session of a request.
     *
     * @param request the request, for use during the call only
     * @return the session id, or null to use the header
     */
    @Nullable String resolve(Request request);

    /** A request to a servlet or WebFlux application. */
    interface Request {

        /**
         * Returns the first value of a header, unchecked.
         *
         * @param name the name of the header, not case-sensitive
         * @return the value, or null if the request does not have the header
         */
        @Nullable String header(String name);

        /**
         * Returns the sender of the request.
         *
         * @return the authenticated user, or null if there is none
         */
        @Nullable Principal principal();

        /**
         * Returns the request of the web framework.
         *
         * @param type {@code jakarta.servlet.http.HttpServletRequest}, or {@code
         *     org.springframework.web.server.ServerWebExchange} with WebFlux
         * @param <T> the type
         * @return the request, or null if it is not of this type
         */
        <T> @Nullable T unwrap(Class<T> type);
    }
}
