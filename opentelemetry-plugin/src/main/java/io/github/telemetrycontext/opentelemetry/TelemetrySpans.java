package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import java.util.Objects;

/**
 * Sets the fields on one span by hand. Use it for spans whose start no {@link TelemetrySpanProcessor} sees, such as
 * those of the Java agent, and for spans that start before the fields are known.
 */
public final class TelemetrySpans {

    private static final boolean SDK = hasSdk();

    private TelemetrySpans() {}

    /**
     * Sets the fields that are current on this thread as attributes of a span, with both sets of names.
     *
     * @param span any span; one that has ended or is not recorded ignores it
     */
    public static void setAttributes(Span span) {
        setAttributes(span, AttributeNames.BOTH);
    }

    /**
     * Sets the fields that are current on this thread as attributes of a span. Absent fields have no attribute. If the
     * span can be read, as spans of the SDK can, it keeps its own attributes. The Java agent's spans cannot be read.
     * They get the current values, but no {@code gen_ai.request.model}.
     *
     * @param span any span; one that has ended or is not recorded ignores it
     * @param names the names of the attributes
     */
    public static void setAttributes(Span span, AttributeNames names) {
        Objects.requireNonNull(span, "span");
        Objects.requireNonNull(names, "names");
        TelemetryContext context = TelemetryContext.current();
        if (!context.isEmpty() && span.isRecording() && !(SDK && OfTheSdk.set(span, names, context))) {
            span.setAllAttributes(names.missing(context, Attributes.empty()));
        }
    }

    private static boolean hasSdk() {
        try {
            return !OfTheSdk.set(Span.getInvalid(), AttributeNames.NONE, TelemetryContext.empty());
        } catch (LinkageError e) {
            return false;
        }
    }

    /** A separate class, so that applications with the API alone can load the outer class. */
    private static final class OfTheSdk {

        /** Sets the attributes if the span can be read. Returns whether it can. */
        static boolean set(Span span, AttributeNames names, TelemetryContext context) {
            if (span instanceof ReadWriteSpan readable) {
                names.setOn(readable, context);
                return true;
            }
            return false;
        }
    }
}
