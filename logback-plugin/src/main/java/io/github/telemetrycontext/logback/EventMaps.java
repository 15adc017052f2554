package io.github.telemetrycontext.logback;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextView;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the events of one context get as their MDC. It is kept with the context, and any number of threads may use it. */
final class EventMaps {

    private static final ContextView<EventMaps> VIEW =
            new ContextView<>(context -> new EventMaps(encodable(context.toStringMap())));

    private final Map<String, @Nullable String> withoutMdc;

    /** For the snapshot of the MDC that was merged last; threads may take turns in replacing it. */
    private volatile @Nullable Merged last;

    /** By the fields that are left out. Threads may lose each other's entries. */
    private @Nullable EventMaps @Nullable [] reduced;

    private EventMaps(Map<String, ? extends @Nullable String> fields) {
        withoutMdc = new EventMap(fields);
    }

    static EventMaps of(TelemetryContext context) {
        return VIEW.of(context);
    }

    /** Returns the maps of the events that carry these {@linkplain OwnKeys fields} themselves. */
    EventMaps without(int fields) {
        @Nullable EventMaps[] known = reduced;
        if (known == null) {
            known = new EventMaps[OwnKeys.ALL + 1];
            reduced = known;
        }
        EventMaps maps = known[fields];
        if (maps == null) {
            Map<String, @Nullable String> rest = new LinkedHashMap<>(withoutMdc);
            OwnKeys.removeAll(fields, rest);
            maps = new EventMaps(rest);
            known[fields] = maps;
        }
        return maps;
    }

    /** Returns the fields and the entries of the MDC. The merged map is kept if the MDC is one that does not change. */
    Map<String, @Nullable String> with(@Nullable Map<String, @Nullable String> mdc, boolean unchanging) {
        if (mdc == null || mdc.isEmpty()) {
            return withoutMdc;
        }
        if (!unchanging) {
            return merged(mdc);
        }
        Merged known = last;
        if (known == null || known.mdc != mdc) {
            known = new Merged(mdc, merged(mdc));
            last = known;
        }
        return known.all;
    }

    private Map<String, @Nullable String> merged(Map<String, @Nullable String> mdc) {
        Map<String, @Nullable String> merged = new LinkedHashMap<>(withoutMdc);
        for (Map.Entry<String, @Nullable String> entry : mdc.entrySet()) {
            // An application that puts back a missing entry leaves null behind, which says nothing about a field.
            if (entry.getValue() != null || !OwnKeys.isField(entry.getKey())) {
                merged.put(entry.getKey(), entry.getValue());
            }
        }
        return new EventMap(merged);
    }

    private static Map<String, String> encodable(Map<String, String> fields) {
        Map<String, String> encodable = fields;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            String text = encodable(field.getValue());
            if (!text.equals(field.getValue())) {
                encodable = encodable == fields ? new LinkedHashMap<>(fields) : encodable;
                encodable.put(field.getKey(), text);
            }
        }
        return encodable;
    }

    /**
     * With a question mark for each half of a surrogate pair, as all encoders write it in UTF-8 except for Jackson, which
     * escapes it: some parsers refuse such a line.
     */
    private static String encodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    private record Merged(Map<String, @Nullable String> mdc, Map<String, @Nullable String> all) {}
}
