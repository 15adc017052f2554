package io.github.telemetrycontext.recipes;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextCarrier;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Vert.x: all work of a request has the context of the request. */
public class VertxContext implements ContextCarrier, VertxServiceProvider {

    private static final ContextLocal<TelemetryContext> CONTEXT = ContextLocal.registerLocal(TelemetryContext.class);

    /** Call this in the handler of each request or message. */
    public static void set(TelemetryContext context) {
        Objects.requireNonNull(Vertx.currentContext()).putLocal(CONTEXT, context);
    }

    @Override
    public @Nullable TelemetryContext carried() {
        Context request = Vertx.currentContext();
        return request == null ? null : request.getLocal(CONTEXT);
    }

    @Override
    public Attachment attach(TelemetryContext context) {
        return () -> {};
    }

    @Override
    public void init(VertxBootstrap vertx) {}
}
