package io.github.telemetrycontext.log4j2;

import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolver;
import org.apache.logging.log4j.layout.template.json.util.JsonWriter;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/** Writes the value of one field. The template chooses the key. */
final class SingleFieldResolver implements EventResolver {

    /** The position in {@link EventFields#KEYS}. */
    private final int field;

    /** Whether a value that cannot come from a context is written unchanged. */
    private final boolean mdc;

    SingleFieldResolver(String key, boolean mdc) {
        this.field = EventFields.indexOf(key);
        this.mdc = mdc;
    }

    @Override
    public boolean isResolvable(LogEvent event) {
        return value(event) != null;
    }

    @Override
    public void resolve(LogEvent event, JsonWriter json) {
        Object value = value(event);
        if (value == null) {
            // Only an element of an array can be absent here, and it needs a value.
            json.writeNull();
        } else if (EventFields.isOfContext(field, value) || !mdc) {
            EventFields.write(field, value, true, json);
        } else {
            json.writeValue(value);
        }
    }

    private @Nullable Object value(LogEvent event) {
        ReadOnlyStringMap data = event.getContextData();
        if (data == null) {
            return null;
        }
        Object text = EventFields.valueOf(field, data);
        return mdc && text != null ? EventFields.rawValueOf(field, data) : text;
    }
}
