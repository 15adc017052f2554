package io.github.telemetrycontext.logback;

import io.github.telemetrycontext.TelemetryField;
import java.util.Arrays;
import net.logstash.logback.composite.loggingevent.mdc.MdcEntryWriter;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the fields into the JSON of logstash-logback-encoder 9: {@code sampling_iteration} as a number, the other
 * three as strings, even a {@code session_id} of digits. Other entries are left to the writers after it. Names given by
 * {@code mdcKeyFieldName} are respected.
 *
 * <pre>{@code
 * <encoder class="net.logstash.logback.encoder.LogstashEncoder">
 *   <mdcEntryWriter class="io.github.telemetrycontext.logback.TelemetryMdcEntryWriter"/>
 * </encoder>
 * }</pre>
 *
 * <p>It has no state, so any number of threads may use it.
 */
public final class TelemetryMdcEntryWriter implements MdcEntryWriter {

    private static final String ITERATION = TelemetryField.SAMPLING_ITERATION.key();
    private static final int MAX_DIGITS = 10;

    /**
     * For the configuration.
     *
     * @throws IllegalStateException if the encoder on the class path is not of version 9 or later
     */
    public TelemetryMdcEntryWriter() {
        boolean jackson3 = Arrays.stream(MdcEntryWriter.class.getMethods())
                .anyMatch(method -> method.getParameterTypes()[0].getName().equals("tools.jackson.core.JsonGenerator"));
        if (!jackson3) {
            throw new IllegalStateException("TelemetryMdcEntryWriter needs logstash-logback-encoder 9 or later, which"
                    + " uses Jackson 3: upgrade the encoder, or with encoder 8 use its RegexFilteringMdcEntryWriter for"
                    + " the key sampling_iteration, around its LongMdcEntryWriter");
        }
    }

    /**
     * Writes an entry if it is one of the four fields.
     *
     * @param generator where to write it
     * @param fieldName the name in the JSON
     * @param mdcKey the key in the event's MDC
     * @param mdcValue the value in the event's MDC
     * @return false if another writer should write the entry: it is none of the four, or a {@code sampling_iteration}
     *     of the application's own that is not the usual text of an {@code int}
     */
    @Override
    public boolean writeMdcEntry(JsonGenerator generator, String fieldName, String mdcKey, String mdcValue) {
        if (ITERATION.equals(mdcKey)) {
            if (!isInt(mdcValue)) {
                return false;
            }
            generator.writeNumberProperty(fieldName, Integer.parseInt(mdcValue));
            return true;
        }
        if (TelemetryField.ofKey(mdcKey).isEmpty()) {
            return false;
        }
        generator.writeStringProperty(fieldName, mdcValue);
        return true;
    }

    /** Whether the text is what {@link Integer#toString(int)} makes of some value, so that nothing is lost. */
    private static boolean isInt(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - start;
        if (digits < 1 || digits > MAX_DIGITS) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        long value = Long.parseLong(text);
        return value == (int) value && Long.toString(value).equals(text);
    }
}
