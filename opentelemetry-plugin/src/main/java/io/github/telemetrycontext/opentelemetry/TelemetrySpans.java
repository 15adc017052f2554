package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import java.util.Objects;

/**
 * Puts the fields onto one span by hand, for spans that no {@link TelemetrySpanProcessor} sees start, such as those of
 * the java agent, or that start before the fields are known.
 */
public final class TelemetrySpans {

    private static final boolean SDK = hasSdk();

    private TelemetrySpans() {}

    /**
     * Sets the fields that are current on this thread as attributes of a span, under both sets of names.
     *
     * @param span any span; one that has ended or is not recorded ignores it
     */
    public static void setAttributes(Span span) {
        setAttributes(span, AttributeNames.BOTH);
    }

    /**
     * Sets the fields that are current on this thread as attributes of a span. Absent fields stay absent. An attribute
     * that the span has already is kept if the span can be read, as those of the SDK can; the java agent's spans can't,
     * and get the current value, but no {@code gen_ai.request.model}.
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

    /** Apart, so that applications that have the API alone can load the outer class. */
    private static final class OfTheSdk {

        /** Returns whether the span can be read, and has the attributes. */
        static boolean set(Span span, AttributeNames names, TelemetryContext context) {
            if (span instanceof ReadWriteSpan readable) {
                names.setOn(readable, context);
                return true;
            }
            return false;
        }
    }
}
