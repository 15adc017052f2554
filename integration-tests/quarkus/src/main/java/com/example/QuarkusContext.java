package com.example;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextCarrier;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** All work of a request has the ids of its headers. */
public class QuarkusContext implements ContextCarrier {

    @ServerRequestFilter
    public void set(ContainerRequestContext request) {
        ContextLocals.put(
                "telemetryContext",
                TelemetryContext.builder()
                        .sessionId(request.getHeaderString("X-Session-Id"))
                        .requestId(request.getHeaderString("X-Request-Id"))
                        .build());
    }

    @Override
    public @Nullable TelemetryContext carried() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get("telemetryContext", null) : null;
    }

    @Override
    public Attachment attach(TelemetryContext context) {
        return () -> {};
    }
}
