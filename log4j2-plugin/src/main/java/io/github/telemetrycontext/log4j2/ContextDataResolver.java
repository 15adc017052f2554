package io.github.telemetrycontext.log4j2;

import java.util.function.BiConsumer;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolver;
import org.apache.logging.log4j.layout.template.json.util.JsonWriter;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.TriConsumer;

/**
 * Writes a selection of an event's context data as entries of an object. The resolver is its own visitor of the context
 * data and keeps no state between events. So writing an event allocates nothing.
 */
final class ContextDataResolver implements EventResolver, TriConsumer<String, Object, JsonWriter> {

    private static final String[] KEYS = EventFields.KEYS;

    private final ResolverOptions options;

    /** The form of the JSON that this layout writes, see {@link ResolverOptions#form}. */
    private final String form;

    /** The keys of {@link #KEYS} as JSON, with prefix, quotes and colon. */
    private final String[] fieldKeys;

    /** Whether no key exceeds the layout's limit for strings. */
    private final boolean wholeKeys;

    private final BiConsumer<StringBuilder, String> prefixedKey;

    ContextDataResolver(ResolverOptions options, JsonWriter json) {
        this.options = options;
        this.form = options.form();
        this.fieldKeys = new String[KEYS.length];
        int longestKey = 0;
        for (int i = 0; i < KEYS.length; i++) {
            String key = options.prefix() + KEYS[i];
            fieldKeys[i] = json.use(() -> json.writeObjectKey(key));
            longestKey = Math.max(longestKey, key.length());
        }
        this.wholeKeys = longestKey <= json.getMaxStringLength();
        this.prefixedKey = (text, key) -> text.append(options.prefix()).append(key);
    }

    @Override
    public boolean isFlattening() {
        return options.flatten();
    }

    @Override
    public boolean isResolvable(LogEvent event) {
        ReadOnlyStringMap data = event.getContextData();
        if (data == null) {
            return false;
        }
        ContextFields own = ContextFields.in(data);
        if (own != null) {
            return (options.select().fields && !own.isEmpty()) || (options.select().rest && data.size() > own.size());
        }
        return (options.select().fields && EventFields.anyIn(data))
                || (options.select().rest && EventFields.anythingElseIn(data));
    }

    /**
     * Writes an object, even if this resolver flattens. For a flattening resolver, Log4j calls this method only if the
     * resolver is the whole template.
     */
    @Override
    public void resolve(LogEvent event, JsonWriter json) {
        if (options.mdc() && !isResolvable(event)) {
            // An element of an array needs a value. The mdc resolver writes null too.
            json.writeNull();
            return;
        }
        json.writeObjectStart();
        writeEntries(event, json);
        json.writeObjectEnd();
    }

    @Override
    public void resolve(LogEvent event, JsonWriter json, boolean succeedingEntry) {
        if (isFlattening()) {
            writeEntries(event, json);
        } else {
            resolve(event, json);
        }
    }

    private void writeEntries(LogEvent event, JsonWriter json) {
        ReadOnlyStringMap data = event.getContextData();
        if (data == null) {
            return;
        }
        ContextFields own = ContextFields.in(data);
        if (options.select().fields) {
            if (own != null && wholeKeys && own.longestValue() <= json.getMaxStringLength()) {
                writeOnceEncoded(own, json);
            } else {
                writeFields(data, json);
            }
        }
        if (options.select().rest && (own == null || data.size() > own.size())) {
            data.forEach(this, json);
        }
    }

    /**
     * Writes the fields. The first two events of a context escape the values. Later events copy the JSON of the second
     * one.
     */
    private void writeOnceEncoded(ContextFields fields, JsonWriter json) {
        String encoded = fields.json(form);
        if (encoded != null) {
            separate(json);
            json.getStringBuilder().append(encoded);
            return;
        }
        StringBuilder text = json.getStringBuilder();
        int start = text.length();
        writeFields(fields, json);
        if (fields.markWritten() && text.length() > start) {
            int firstKey = text.charAt(start) == ',' ? start + 1 : start;
            fields.keepJson(form, text.substring(firstKey));
        }
    }

    private void writeFields(ReadOnlyStringMap data, JsonWriter json) {
        for (int i = 0; i < KEYS.length; i++) {
            Object value = options.mdc() ? EventFields.rawValueOf(i, data) : EventFields.valueOf(i, data);
            if (value == null) {
                continue;
            }
            if (options.mdc() && !EventFields.isOfContext(i, value)) {
                writeEntry(KEYS[i], value, json);
            } else {
                separate(json);
                json.getStringBuilder().append(fieldKeys[i]);
                EventFields.write(i, value, options.typed(), json);
            }
        }
    }

    /** Writes an entry that is not a field. */
    @Override
    public void accept(String key, Object value, JsonWriter json) {
        if (!EventFields.isKey(key)) {
            writeEntry(key, value, json);
        }
    }

    private void writeEntry(String key, Object value, JsonWriter json) {
        int start = json.getStringBuilder().length();
        try {
            separate(json);
            if (options.prefix().isEmpty()) {
                json.writeString(key);
            } else {
                json.writeString(prefixedKey, key);
            }
            json.writeRawString(":");
            if (options.stringified() && !(value instanceof String)) {
                json.writeString(String.valueOf(value));
            } else {
                json.writeValue(value);
            }
        } catch (RuntimeException e) {
            // Only this entry is lost, not the event, if a value cannot be turned into text.
            json.getStringBuilder().setLength(start);
        }
    }

    /** Writes a comma, unless the surrounding object has no entry yet. No entry ends with an opening brace. */
    private static void separate(JsonWriter json) {
        StringBuilder text = json.getStringBuilder();
        if (text.charAt(text.length() - 1) != '{') {
            json.writeSeparator();
        }
    }
}
