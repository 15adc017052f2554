package io.github.telemetrycontext.springboot;

import org.springframework.core.Ordered;

/** Where the filters stand, in both kinds of web applications. */
final class FilterOrders {

    /** Before the filter that starts the span of a request, so that it has the fields. */
    static final int FIRST = Ordered.HIGHEST_PRECEDENCE;

    /** Behind Spring Security, which Spring Boot puts at -100, so that the user is known. */
    static final int AFTER_SECURITY = -90;

    private FilterOrders() {}
}
