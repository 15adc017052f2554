package io.github.telemetrycontext.log4j2;

import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolver;
import org.apache.logging.log4j.layout.template.json.util.JsonWriter;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.jspecify.annotations.Nullable;

/** Writes the value of one field, under whatever key the template has for it. */
final class SingleFieldResolver implements EventResolver {

    /** The position in {@link EventFields#KEYS}. */
    private final int field;

    SingleFieldResolver(String key) {
        this.field = EventFields.indexOf(key);
    }

    @Override
    public boolean isResolvable(LogEvent event) {
        return value(event) != null;
    }

    @Override
    public void resolve(LogEvent event, JsonWriter json) {
        Object value = value(event);
        if (value == null) {
            // Only an element of an array gets here, where something must be written.
            json.writeNull();
        } else {
            EventFields.write(field, value, json);
        }
    }

    private @Nullable Object value(LogEvent event) {
        ReadOnlyStringMap data = event.getContextData();
        return data == null ? null : EventFields.valueOf(field, data);
    }
}
