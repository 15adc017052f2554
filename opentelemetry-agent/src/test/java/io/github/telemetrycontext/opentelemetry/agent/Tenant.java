package io.github.telemetrycontext.opentelemetry.agent;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.GlobalOpenTelemetry;

/** An application that shares the JVM with others. It has its own copy of the core, but shares OpenTelemetry's API. */
public final class Tenant {

    private Tenant() {}

    /** Creates one span outside of a scope, and one inside. */
    public static void main(String[] arguments) {
        String name = arguments[0];
        span(name + " outside");
        TelemetryContext.builder().sessionId(name).run(() -> span(name));
    }

    private static void span(String name) {
        GlobalOpenTelemetry.getTracer("tenant").spanBuilder(name).startSpan().end();
    }
}
