package io.github.telemetrycontext.springboot;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.github.telemetrycontext.TelemetryContext;
import org.jspecify.annotations.Nullable;

/** Sets the current fields as text tags when a Brave span begins. An existing tag of the span is kept. */
final class BraveFields extends SpanHandler {

    @Override
    public boolean begin(TraceContext context, MutableSpan span, @Nullable TraceContext parent) {
        TelemetryContext current = TelemetryContext.current();
        current.toStringMap().forEach((key, value) -> tag(span, key, value));
        if (current.sessionId() != null) {
            tag(span, "gen_ai.conversation.id", current.sessionId());
        }
        return true;
    }

    private static void tag(MutableSpan span, String key, String value) {
        if (span.tag(key) == null) {
            span.tag(key, value);
        }
    }
}
