package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Takes the ids of each request from its headers. */
@ServerFilter("/chat/**")
class RequestIds {

    @RequestFilter
    void set(HttpRequest<?> request, MutablePropagatedContext propagated) {
        propagated.add(new CarriedContext(TelemetryContext.builder()
                .sessionId(request.getHeaders().get("X-Session-Id"))
                .requestId(request.getHeaders().get("X-Request-Id"))
                .build()));
    }
}
