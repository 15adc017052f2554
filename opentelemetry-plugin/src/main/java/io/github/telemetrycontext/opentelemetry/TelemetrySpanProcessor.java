package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Objects;

/**
 * Sets the fields that are current where a span starts as attributes of the span; where there are none, those that its
 * parent context carries. An attribute that the span has already is kept, and absent fields stay absent.
 *
 * <p>An SDK that configures itself has it without further ado. Otherwise add it before the processors that export:
 *
 * <pre>{@code
 * SdkTracerProvider.builder().addSpanProcessorFirst(new TelemetrySpanProcessor())
 * }</pre>
 *
 * <p>For use by any number of threads. It never throws from a span's start: with an SDK that it can't work with,
 * the attributes are missing.
 */
public final class TelemetrySpanProcessor implements SpanProcessor {

    private final AttributeNames names;

    /** Sets the attributes under both sets of names. */
    public TelemetrySpanProcessor() {
        this(AttributeNames.BOTH);
    }

    /**
     * Sets the attributes under the given names.
     *
     * @param names which names
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
     * For the log of the SDK.
     *
     * @return the name of the class and the names that it sets
     */
    @Override
    public String toString() {
        return "TelemetrySpanProcessor{" + names + "}";
    }
}
