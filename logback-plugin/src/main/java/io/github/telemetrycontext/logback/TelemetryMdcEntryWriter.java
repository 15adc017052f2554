package io.github.telemetrycontext.logback;

import io.github.telemetrycontext.spi.InboundText;
import java.util.stream.IntStream;
import net.logstash.logback.composite.loggingevent.mdc.MdcEntryWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/**
 * Writes the fields into the JSON of logstash-logback-encoder 9. {@code sampling_iteration} is a number. The other
 * three fields are strings, even a {@code session_id} of digits. The writer leaves other entries to the writers after
 * it, and uses the names that {@code mdcKeyFieldName} sets.
 *
 * <pre>{@code
 * <encoder class="net.logstash.logback.encoder.LogstashEncoder">
 *   <mdcEntryWriter class="io.github.telemetrycontext.logback.TelemetryMdcEntryWriter"/>
 * </encoder>
 * }</pre>
 *
 * <p>Thread-safe, because it has no state.
 */
public final class TelemetryMdcEntryWriter implements MdcEntryWriter {

    /** False without the core, which the configurator reports. */
    private final boolean hasCore;

    /**
     * Makes a writer for the configuration. Without {@code telemetry-context-core}, it leaves all entries to other writers.
     *
     * @throws IllegalStateException if the encoder on the classpath is not of version 9 or later
     */
    public TelemetryMdcEntryWriter() {
        if (!LogstashTyping.JACKSON_3) {
            throw new IllegalStateException("TelemetryMdcEntryWriter needs logstash-logback-encoder 9 or later, which"
                    + " uses Jackson 3. Upgrade the encoder. With encoder 8, use its RegexFilteringMdcEntryWriter for"
                    + " the key sampling_iteration, around its LongMdcEntryWriter");
        }
        hasCore = hasCore();
    }

    private static boolean hasCore() {
        try {
            return ContextFields.COUNT > 0 && InboundText.isInteger("1");
        } catch (LinkageError e) {
            return false;
        }
    }

    /**
     * Writes an entry if it is one of the four fields.
     *
     * @param generator the generator to write to
     * @param fieldName the name in the JSON
     * @param mdcKey the key in the event's MDC
     * @param mdcValue the value in the event's MDC
     * @return false if another writer should write the entry: its key is none of the four, or it is the application's own
     *     {@code sampling_iteration} and not the canonical text of an {@code int}
     */
    @Override
    public boolean writeMdcEntry(JsonGenerator generator, String fieldName, String mdcKey, String mdcValue) {
        if (!hasCore) {
            return false;
        }
        int field = ContextFields.indexOf(mdcKey);
        return field >= 0 && EncodedKeys.write(field, generator, fieldName, mdcValue);
    }

    /** A separate class, because it loads only after the constructor has found Jackson 3. */
    static final class EncodedKeys {

        private static final SerializedString[] KEYS = IntStream.range(0, ContextFields.COUNT)
                .mapToObj(field -> new SerializedString(ContextFields.key(field)))
                .toArray(SerializedString[]::new);

        private EncodedKeys() {}

        static SerializedString of(int field) {
            return KEYS[field];
        }

        /** Returns false, and writes nothing, if the field is the iteration and the value no integer. */
        static boolean write(int field, JsonGenerator generator, String fieldName, String value) {
            boolean integer = field == ContextFields.ITERATION;
            if (integer && !InboundText.isInteger(value)) {
                return false;
            }
            if (ContextFields.key(field).equals(fieldName)) {
                generator.writeName(KEYS[field]);
            } else {
                generator.writeName(fieldName);
            }
            if (integer) {
                generator.writeNumber(Integer.parseInt(value));
            } else {
                generator.writeString(value);
            }
            return true;
        }
    }
}
