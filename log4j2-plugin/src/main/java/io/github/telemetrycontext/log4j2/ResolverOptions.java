package io.github.telemetrycontext.log4j2;

import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverConfig;
import org.apache.logging.log4j.layout.template.json.util.MapAccessor;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * What a template wants from the resolver.
 *
 * @param field the key of the only field to write, or null for a selection of entries
 * @param select which entries
 * @param flatten whether the entries go into the surrounding object
 * @param prefix what stands before each flattened key, may be empty
 * @param stringified whether values of the rest are written as text
 */
record ResolverOptions(@Nullable String field, Selection select, boolean flatten, String prefix, boolean stringified) {

    static final String RESOLVER = "telemetryContext";

    private static final String FIELD = "field";
    private static final String SELECT = "select";
    private static final String FLATTEN = "flatten";
    private static final String FLATTEN_VALUES = "true, false or {\"prefix\": \"...\"}";
    private static final String PREFIX = "prefix";
    private static final String STRINGIFIED = "stringified";

    /** Options that users of the mdc resolver may try here. A configuration does not tell its keys. */
    private static final Map<String, String> FOREIGN_OPTIONS = Map.of(
            "key",
            "use \"field\"",
            "pattern",
            "use \"select\", or the mdc resolver",
            "replacement",
            "use \"field\", or the mdc resolver",
            PREFIX,
            "put it into \"flatten\": {\"prefix\": ...}");

    /** A part of an event's context data. */
    enum Selection {
        FIELDS(true, false),
        REST(false, true),
        ALL(true, true);

        final boolean fields;
        final boolean rest;

        Selection(boolean fields, boolean rest) {
            this.fields = fields;
            this.rest = rest;
        }

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static ResolverOptions of(TemplateResolverConfig config) {
        FOREIGN_OPTIONS.forEach((option, remedy) -> {
            String complaint = "there is no option \"" + option + "\", " + remedy;
            if (config.exists(option)) {
                throw refused(complaint, config);
            }
            if (isNull(option, config)) {
                ignored(complaint);
            }
        });
        String field = oneOf(EventFields.KEYS, Function.identity(), FIELD, config);
        Selection select = oneOf(Selection.values(), Selection::text, SELECT, config);
        Object flatten = given(FLATTEN, FLATTEN_VALUES, config);
        boolean flattens = flatten != null && !Boolean.FALSE.equals(flatten);
        if (field != null && (select != null || flattens)) {
            throw refused(
                    "\"field\" and \"" + (select != null ? SELECT : FLATTEN)
                            + "\" can't be combined, leave one of them out",
                    config);
        }
        return new ResolverOptions(
                field,
                select == null ? Selection.FIELDS : select,
                flattens,
                prefix(flatten, config),
                stringified(config));
    }

    private static <T> @Nullable T oneOf(
            T[] possible, Function<T, String> text, String option, TemplateResolverConfig config) {
        String values = "one of " + Arrays.stream(possible).map(text).toList();
        Object wanted = given(option, values, config);
        if (wanted == null) {
            return null;
        }
        for (T candidate : possible) {
            if (text.apply(candidate).equals(wanted)) {
                return candidate;
            }
        }
        throw refused("unknown " + option + " " + quoted(wanted) + ", use " + values, config);
    }

    private static String prefix(@Nullable Object flatten, TemplateResolverConfig config) {
        if (flatten == null || flatten instanceof Boolean) {
            return "";
        }
        if (!(flatten instanceof Map<?, ?> options)) {
            throw refused("flatten can't be " + quoted(flatten) + ", use " + FLATTEN_VALUES, config);
        }
        for (Object option : options.keySet()) {
            if (!PREFIX.equals(option)) {
                throw refused("flatten has no option " + quoted(option) + ", use \"prefix\"", config);
            }
        }
        if (options.isEmpty()) {
            return "";
        }
        Object prefix = options.get(PREFIX);
        if (prefix instanceof String text) {
            return text;
        }
        String complaint = "the prefix of flatten can't be " + quoted(prefix) + ", use a string";
        if (prefix != null) {
            throw refused(complaint, config);
        }
        ignored(complaint);
        return "";
    }

    private static boolean stringified(TemplateResolverConfig config) {
        String values = "true or false";
        Object value = given(STRINGIFIED, values, config);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw refused("stringified can't be " + quoted(value) + ", use " + values, config);
    }

    /** The value of an option, or null if it has none. A null in the template is reported. */
    private static @Nullable Object given(String option, String values, TemplateResolverConfig config) {
        if (isNull(option, config)) {
            ignored(option + " can't be null, use " + values);
        }
        return config.getObject(option);
    }

    /**
     * Whether the template has the option, with null as its value. A configuration tells only values, but it compares its map
     * as a whole: {@code equals} passes it to the map of the other one.
     */
    private static boolean isNull(String option, TemplateResolverConfig config) {
        Map<String, Object> probe = new AbstractMap<>() {

            @Override
            public Set<Entry<String, Object>> entrySet() {
                return Set.of();
            }

            @Override
            public boolean equals(@Nullable Object other) {
                return other instanceof Map<?, ?> map && map.containsKey(option) && map.get(option) == null;
            }

            @Override
            public int hashCode() {
                return 0;
            }
        };
        return new MapAccessor(probe).equals(config);
    }

    /** As an error, as Log4j reports attributes that it ignores: warnings are not printed unless somebody asks for them. */
    private static void ignored(String complaint) {
        StatusLogger.getLogger().error("{} resolver: {}. It counts as absent.", RESOLVER, complaint);
    }

    private static String quoted(@Nullable Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }

    private static IllegalArgumentException refused(String what, TemplateResolverConfig config) {
        return new IllegalArgumentException(RESOLVER + " resolver: " + what + " (in the template's " + config + ")");
    }
}
