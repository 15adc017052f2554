package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;

/** Sets the fields that are current at the start of a span, or those that its parent context carries. */
final class FieldsOnSpans implements SpanProcessor {

    private final CurrentFields fields;

    FieldsOnSpans(CurrentFields fields) {
        this.fields = fields;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        try {
            FieldAttributes attributes = fields.onThisThread();
            if (attributes.isEmpty() && parent != Context.current()) {
                attributes = fields.in(parent);
            }
            attributes.setOn(span);
        } catch (RuntimeException | LinkageError e) {
            // The span goes on without the fields.
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }

    @Override
    public String toString() {
        return "FieldsOnSpans{" + fields + "}";
    }
}
