package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.telemetrycontext.logback.TelemetryMdcEntryWriter.EncodedKeys;
import java.util.Map;
import net.logstash.logback.composite.loggingevent.MdcJsonProvider;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.json.UTF8JsonGenerator;

/**
 * An {@code mdc} provider of logstash-logback-encoder 9 that writes the fields of a context at once, without a map. It writes what
 * its superclass would write with a {@link TelemetryMdcEntryWriter}. The superclass does the work if the provider has options, and
 * for events whose MDC is not the plugin's.
 *
 * <p>From the second event of a context on, the fields are written as encoded bytes, unless the generator is decorated or
 * configured. Then the generator must see each value.
 */
final class TelemetryMdcProvider extends MdcJsonProvider {

    private static final JsonWriteFeature[] FEATURES = JsonWriteFeature.values();

    /** Whether the provider has no options. */
    private boolean hasNoOptions;

    /** Called after the configuration, before the first event. */
    @Override
    public void start() {
        hasNoOptions = getIncludeMdcKeyNames().isEmpty()
                && getExcludeMdcKeyNames().isEmpty()
                && getMdcKeyFieldNames().isEmpty()
                && getMdcEntryWriters().stream().allMatch(TelemetryMdcEntryWriter.class::isInstance);
        super.start();
    }

    @Override
    public void writeTo(JsonGenerator generator, ILoggingEvent event) {
        if (hasNoOptions && event.getMDCPropertyMap() instanceof EventMap map) {
            ContextFields fields = map.allFields();
            if (fields != null) {
                write(fields, map.mdc(), generator);
                return;
            }
        }
        super.writeTo(generator, event);
    }

    private void write(ContextFields fields, Map<String, @Nullable String> mdc, JsonGenerator generator) {
        String object = getFieldName();
        if (object != null) {
            generator.writeObjectPropertyStart(object);
        }
        if (fields.markWritten() && isPlain(generator)) {
            generator.writeName(EncodedKeys.of(Integer.numberOfTrailingZeros(fields.present())));
            generator.writeRawValue(encoded(fields));
        } else {
            writeEach(fields, generator);
        }
        if (!mdc.isEmpty()) {
            mdc.forEach((key, value) -> {
                if (key != null && value != null) {
                    generator.writePOJOProperty(key, value);
                }
            });
        }
        if (object != null) {
            generator.writeEndObject();
        }
    }

    private static void writeEach(ContextFields fields, JsonGenerator generator) {
        for (int field = 0; field < ContextFields.COUNT; field++) {
            String text = fields.text(field);
            if (text != null) {
                EncodedKeys.write(field, generator, ContextFields.key(field), text);
            }
        }
    }

    private static SerializableString encoded(ContextFields fields) {
        if (fields.json() instanceof EncodedFields known) {
            return known;
        }
        EncodedFields encoded = new EncodedFields(fields);
        fields.keepJson(encoded);
        return encoded;
    }

    /**
     * Returns whether the generator would write {@link EncodedFields} value by value. Decorators and features may
     * change each of these settings.
     */
    private static boolean isPlain(JsonGenerator generator) {
        return generator.getClass() == UTF8JsonGenerator.class
                && generator.getPrettyPrinter() == null
                && generator.getCharacterEscapes() == null
                && generator.getHighestNonEscapedChar() == 0
                && hasDefaults((UTF8JsonGenerator) generator);
    }

    private static boolean hasDefaults(UTF8JsonGenerator generator) {
        for (JsonWriteFeature feature : FEATURES) {
            if (generator.isEnabled(feature) != feature.enabledByDefault()) {
                return false;
            }
        }
        return true;
    }
}
