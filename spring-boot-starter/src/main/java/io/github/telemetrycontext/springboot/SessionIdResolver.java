package io.github.telemetrycontext.springboot;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Says to which session a request belongs, where that is more than the value of a header. A bean of this type is asked once
 * for each request if {@code telemetry.context.web.enabled} is set, in servlet and in WebFlux applications alike, after
 * Spring Security has authenticated the request:
 *
 * <pre>{@code
 * @Bean
 * SessionIdResolver sessionIds() {
 *     return request -> request.principal() == null ? null : request.principal().getName();
 * }
 * }</pre>
 *
 * <p>What it returns wins over the header. An answer that is empty, too long or has control characters is left out. It is
 * called by any number of threads, in WebFlux on those of the event loop, so it must not block. An exception fails the
 * request. The resolver is not asked again for the error page, which has no session in servlet applications, and that of
 * the header in WebFlux.
 */
@FunctionalInterface
public interface SessionIdResolver {

    /**
     * The session of a request.
     *
     * @param request what is known of it, for use during the call
     * @return its id, or null if the header shall decide
     */
    @Nullable String resolve(Request request);

    /** A request as both kinds of web applications have it. */
    interface Request {

        /**
         * The first value of a header, unchecked.
         *
         * @param name the header's name, in upper or lower case
         * @return the value, or null if the request does not have it
         */
        @Nullable String header(String name);

        /**
         * Who sent the request.
         *
         * @return the authenticated user, or null if there is none
         */
        @Nullable Principal principal();

        /**
         * The request of the web framework.
         *
         * @param type {@code jakarta.servlet.http.HttpServletRequest}, or {@code
         *     org.springframework.web.server.ServerWebExchange} with WebFlux
         * @param <T> the type
         * @return the request, or null if it is not of this type
         */
        <T> @Nullable T unwrap(Class<T> type);
    }
}
