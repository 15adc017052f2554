package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import java.util.Objects;

/**
 * Sets the current fields as attributes of each log record. If the record was given another OpenTelemetry context that
 * carries fields, it gets these instead. The processor keeps attributes that the record already has. Absent fields have
 * no attribute.
 *
 * <p>An SDK that configures itself has the processor by default. Otherwise add it before the processors that export:
 *
 * <pre>{@code
 * SdkLoggerProvider.builder().addLogRecordProcessorFirst(new TelemetryLogRecordProcessor())
 * }</pre>
 *
 * <p>Thread-safe. It never throws when a record is emitted: with an unsupported SDK, the attributes are missing.
 */
public final class TelemetryLogRecordProcessor implements LogRecordProcessor {

    private static final boolean SHOWS_ATTRIBUTES = showsAttributes();

    private final AttributeNames names;

    /** Creates a processor that sets the attributes with both sets of names. */
    public TelemetryLogRecordProcessor() {
        this(AttributeNames.BOTH);
    }

    /**
     * Creates a processor that sets the attributes with the given names.
     *
     * @param names the names of the attributes
     */
    public TelemetryLogRecordProcessor(AttributeNames names) {
        this.names = Objects.requireNonNull(names, "names");
    }

    @Override
    public void onEmit(Context emittedIn, ReadWriteLogRecord record) {
        try {
            TelemetryContext context = fieldsOf(emittedIn);
            if (!context.isEmpty()) {
                record.setAllAttributes(names.missing(context, attributesOf(record)));
            }
        } catch (RuntimeException | LinkageError e) {
            // The record goes on without the fields.
        }
    }

    /**
     * Returns the fields of the given OpenTelemetry context, or those of this thread. An appender may emit on another
     * thread with the caller's context.
     */
    private static TelemetryContext fieldsOf(Context emittedIn) {
        TelemetryContext carried = emittedIn == Context.current() ? null : CarriedEntry.in(emittedIn);
        return carried != null ? carried : TelemetryContext.current();
    }

    private static Attributes attributesOf(ReadWriteLogRecord record) {
        return SHOWS_ATTRIBUTES
                ? record.getAttributes()
                : record.toLogRecordData().getAttributes();
    }

    /**
     * Returns whether the record itself shows its attributes. Before OpenTelemetry 1.46, only a copy of the record
     * does.
     */
    private static boolean showsAttributes() {
        try {
            return ReadWriteLogRecord.class.getMethod("getAttributes") != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /**
     * Returns a text for the log of the SDK.
     *
     * @return the name of the class and the names that it sets
     */
    @Override
    public String toString() {
        return "TelemetryLogRecordProcessor{" + names + "}";
    }
}
