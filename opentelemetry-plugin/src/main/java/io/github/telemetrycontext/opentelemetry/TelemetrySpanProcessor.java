package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Objects;

/**
 * Sets the fields that are current at the start of a span as attributes of the span. If no fields are current, the span
 * gets those that its parent context carries. The processor keeps attributes that the span already has. Absent fields
 * have no attribute.
 *
 * <p>An SDK that configures itself has the processor by default. Otherwise add it before the processors that export:
 *
 * <pre>{@code
 * SdkTracerProvider.builder().addSpanProcessorFirst(new TelemetrySpanProcessor())
 * }</pre>
 *
 * <p>Thread-safe. It never throws when a span starts: with an unsupported SDK, the attributes are missing.
 */
public final class TelemetrySpanProcessor implements SpanProcessor {

    private final AttributeNames names;

    /** Creates a processor that sets the attributes with both sets of names. */
    public TelemetrySpanProcessor() {
        this(AttributeNames.BOTH);
    }

    /**
     * Creates a processor that sets the attributes with the given names.
     *
     * @param names the names of the attributes
     */
    public TelemetrySpanProcessor(AttributeNames names) {
        this.names = Objects.requireNonNull(names, "names");
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        try {
            TelemetryContext context = fieldsOf(parentContext);
            if (!context.isEmpty()) {
                names.setOn(span, context);
            }
        } catch (RuntimeException | LinkageError e) {
            // The span goes on without the fields.
        }
    }

    private static TelemetryContext fieldsOf(Context parentContext) {
        TelemetryContext current = TelemetryContext.current();
        if (!current.isEmpty()) {
            return current;
        }
        TelemetryContext carried = CarriedEntry.in(parentContext);
        return carried != null ? carried : current;
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

    /**
     * Returns a text for the log of the SDK.
     *
     * @return the name of the class and the names that it sets
     */
    @Override
    public String toString() {
        return "TelemetrySpanProcessor{" + names + "}";
    }
}
