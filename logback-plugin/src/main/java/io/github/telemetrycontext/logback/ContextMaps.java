package io.github.telemetrycontext.logback;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.spi.ContextView;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The MDC maps of the events of one context. They are kept with the context. Thread-safe. */
final class ContextMaps {

    private static final ContextView<ContextMaps> VIEW =
            new ContextView<>(context -> new ContextMaps(encodable(context.toStringMap())));

    private final Map<String, @Nullable String> withoutMdc;

    /** The map for the last snapshot of the MDC. Threads may replace it in turns. */
    private volatile @Nullable Merged last;

    /** By the fields that are left out. Threads may lose each other's entries, which are then made again. */
    private @Nullable ContextMaps @Nullable [] reduced;

    private ContextMaps(Map<String, ? extends @Nullable String> fields) {
        withoutMdc = new EventMap(fields);
    }

    static ContextMaps of(TelemetryContext context) {
        return context.view(VIEW);
    }

    /** Returns the maps of the events that carry these {@linkplain OwnKeys fields} themselves. */
    ContextMaps without(int fields) {
        @Nullable ContextMaps[] known = reduced;
        if (known == null) {
            known = new ContextMaps[OwnKeys.ALL + 1];
            reduced = known;
        }
        ContextMaps maps = known[fields];
        if (maps == null) {
            Map<String, @Nullable String> rest = new LinkedHashMap<>(withoutMdc);
            OwnKeys.removeAll(fields, rest);
            maps = new ContextMaps(rest);
            known[fields] = maps;
        }
        return maps;
    }

    /** Returns the fields and the entries of the MDC. Keeps the merged map if the MDC is a snapshot, which never changes. */
    Map<String, @Nullable String> with(@Nullable Map<String, @Nullable String> mdc, boolean isSnapshot) {
        if (mdc == null || mdc.isEmpty()) {
            return withoutMdc;
        }
        if (!isSnapshot) {
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

    /** Replaces each half of a surrogate pair by a question mark. Jackson would escape it, and some parsers refuse such a line. */
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
