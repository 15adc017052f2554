package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;

/** Sets the fields that are current in the OpenTelemetry context of a log record. */
final class FieldsOnRecords implements LogRecordProcessor {

    private static final boolean SHOWS_ATTRIBUTES = showsAttributes();

    private final CurrentFields fields;

    FieldsOnRecords(CurrentFields fields) {
        this.fields = fields;
    }

    @Override
    public void onEmit(Context context, ReadWriteLogRecord record) {
        try {
            FieldAttributes attributes = fields.in(context);
            if (!attributes.isEmpty()) {
                record.setAllAttributes(attributes.missing(attributesOf(record)));
            }
        } catch (RuntimeException | LinkageError e) {
            // The record goes on without the fields.
        }
    }

    private static Attributes attributesOf(ReadWriteLogRecord record) {
        return SHOWS_ATTRIBUTES
                ? record.getAttributes()
                : record.toLogRecordData().getAttributes();
    }

    /**
     * Returns whether the record itself shows its attributes. Before OpenTelemetry 1.46 (agent 2.12), only a copy of
     * the record does.
     */
    private static boolean showsAttributes() {
        try {
            return ReadWriteLogRecord.class.getMethod("getAttributes") != null;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "FieldsOnRecords{" + fields + "}";
    }
}
