package com.example;

import io.github.telemetrycontext.TelemetryContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Takes the ids of each request from its headers. */
@SuppressWarnings("try") // the scope variable is never read
public class RequestIds extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try (var scope = TelemetryContext.with()
                .sessionId(request.getHeader("X-Session-Id"))
                .requestId(request.getHeader("X-Request-Id"))
                .open()) {
            chain.doFilter(request, response);
        }
    }
}
