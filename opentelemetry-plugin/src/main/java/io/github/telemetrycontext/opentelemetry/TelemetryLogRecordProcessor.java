package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import java.util.Objects;

/**
 * Sets the fields that are current where a log record is emitted as attributes of the record, or those that are carried
 * by another OpenTelemetry context that the record was given. An attribute that the record has already is kept, and absent
 * fields stay absent.
 *
 * <p>An SDK that configures itself has it without further ado. Otherwise add it before the processors that export:
 *
 * <pre>{@code
 * SdkLoggerProvider.builder().addLogRecordProcessorFirst(new TelemetryLogRecordProcessor())
 * }</pre>
 *
 * <p>For use by any number of threads. It never throws from the emission of a record: with an SDK that it can't
 * work with, the attributes are missing.
 */
public final class TelemetryLogRecordProcessor implements LogRecordProcessor {

    private static final boolean SHOWS_ATTRIBUTES = showsAttributes();

    private final AttributeNames names;

    /** Sets the attributes under both sets of names. */
    public TelemetryLogRecordProcessor() {
        this(AttributeNames.BOTH);
    }

    /**
     * Sets the attributes under the given names.
     *
     * @param names which names
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

    /** An appender that emits on another thread than the caller's hands the caller's context over, if it has it. */
    private static TelemetryContext fieldsOf(Context emittedIn) {
        TelemetryContext carried = emittedIn == Context.current() ? null : CarriedEntry.in(emittedIn);
        return carried != null ? carried : TelemetryContext.current();
    }

    private static Attributes attributesOf(ReadWriteLogRecord record) {
        return SHOWS_ATTRIBUTES
                ? record.getAttributes()
                : record.toLogRecordData().getAttributes();
    }

    /** Before OpenTelemetry 1.46, only a copy of the whole record does. */
    private static boolean showsAttributes() {
        try {
            return ReadWriteLogRecord.class.getMethod("getAttributes") != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    /**
     * For the log of the SDK.
     *
     * @return the name of the class and the names that it sets
     */
    @Override
    public String toString() {
        return "TelemetryLogRecordProcessor{" + names + "}";
    }
}
