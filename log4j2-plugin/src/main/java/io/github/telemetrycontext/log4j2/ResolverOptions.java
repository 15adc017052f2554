package io.github.telemetrycontext.log4j2;

import java.util.AbstractMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverConfig;
import org.apache.logging.log4j.layout.template.json.util.MapAccessor;
import org.apache.logging.log4j.status.StatusLogger;
import org.jspecify.annotations.Nullable;

/**
 * The options of a resolver in a template.
 *
 * @param field the key of the only field to write, or null for a selection of entries
 * @param select the entries to write
 * @param flatten whether the entries go into the surrounding object
 * @param prefix the start of each flattened key, may be empty
 * @param stringified whether values of the rest are written as text
 * @param mdc whether the resolver replaces an {@code mdc} resolver, and so changes only the type of the iteration
 */
record ResolverOptions(
        @Nullable String field, Selection select, boolean flatten, String prefix, boolean stringified, boolean mdc) {

    static final String RESOLVER = "telemetryContext";

    /**
     * The option that contains the options of a converted {@code mdc} resolver. JSON has no such value, so no template
     * can set it.
     */
    static final String CONVERTED = "converted";

    private static final String FIELD = "field";
    private static final String SELECT = "select";
    private static final String FLATTEN = "flatten";
    private static final String FLATTEN_VALUES = "true, false or {\"prefix\": \"...\"}";
    private static final String PREFIX = "prefix";
    private static final String STRINGIFIED = "stringified";
    private static final String STRINGIFIED_VALUES = "true or false";
    private static final List<String> SELECTIONS = List.of("fields", "rest", "all");

    /**
     * Options of the mdc resolver, each with an action. They are listed because a configuration does not show its keys.
     */
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
    }

    static ResolverOptions of(TemplateResolverConfig config) {
        if (config.getObject(CONVERTED) instanceof ResolverOptions converted) {
            return converted;
        }
        FOREIGN_OPTIONS.forEach((option, action) -> {
            String problem = "unknown option \"" + option + "\", " + action;
            if (given(option, problem, config) != null) {
                throw refused(problem, config);
            }
        });
        String field = oneOf(List.of(EventFields.KEYS), FIELD, config);
        String select = oneOf(SELECTIONS, SELECT, config);
        Object flatten = given(FLATTEN, impossible(FLATTEN, null, FLATTEN_VALUES), config);
        boolean flattens = flatten != null && !Boolean.FALSE.equals(flatten);
        if (field != null && (select != null || flattens)) {
            throw refused(
                    "\"field\" and \"" + (select != null ? SELECT : FLATTEN)
                            + "\" can't be combined, remove one of them",
                    config);
        }
        return new ResolverOptions(
                field,
                select == null ? Selection.FIELDS : Selection.valueOf(select.toUpperCase(Locale.ROOT)),
                flattens,
                prefix(flatten, config),
                stringified(config),
                false);
    }

    /**
     * Returns the options for an {@code mdc} resolver, or null to keep that resolver. Log4j then reports its invalid
     * options.
     */
    static @Nullable ResolverOptions ofMdc(Map<?, ?> options) {
        Object flatten = options.get(FLATTEN);
        Object prefix = flatten instanceof Map<?, ?> map ? map.get(PREFIX) : null;
        Object stringified = options.get(STRINGIFIED);
        Object key = options.get("key");
        boolean flattens = flatten instanceof Map || Boolean.TRUE.equals(flatten);
        if (options.get("pattern") != null
                || options.get("replacement") != null
                || !(flatten == null || flatten instanceof Boolean || flattens)
                || !(prefix == null || prefix instanceof String)
                || !(stringified == null || stringified instanceof Boolean)) {
            return null;
        }
        boolean text = Boolean.TRUE.equals(stringified);
        if (key != null) {
            return key.equals(EventFields.ITERATION_KEY) && !flattens && !text
                    ? new ResolverOptions(EventFields.ITERATION_KEY, Selection.FIELDS, false, "", false, true)
                    : null;
        }
        return new ResolverOptions(
                null, Selection.ALL, flattens, prefix instanceof String start ? start : "", text, true);
    }

    /** Returns whether an iteration that is an integer is written as a number. */
    boolean typed() {
        return !(mdc && stringified);
    }

    /** Returns a name for the JSON of the fields. Layouts with the same name write the same JSON. */
    String form() {
        return (typed() ? "number " : "text ") + prefix;
    }

    private static @Nullable String oneOf(List<String> possible, String option, TemplateResolverConfig config) {
        String values = "one of " + possible;
        Object wanted = given(option, impossible(option, null, values), config);
        if (wanted == null || (wanted instanceof String text && possible.contains(text))) {
            return (String) wanted;
        }
        throw refused("unknown " + option + " " + quoted(wanted) + ", use " + values, config);
    }

    private static String prefix(@Nullable Object flatten, TemplateResolverConfig config) {
        if (flatten == null || flatten instanceof Boolean) {
            return "";
        }
        if (!(flatten instanceof Map<?, ?> options)) {
            throw refused(impossible(FLATTEN, flatten, FLATTEN_VALUES), config);
        }
        for (Object option : options.keySet()) {
            if (!PREFIX.equals(option)) {
                throw refused("flatten has no option " + quoted(option) + ", use \"prefix\"", config);
            }
        }
        Object prefix = options.get(PREFIX);
        if (prefix instanceof String text) {
            return text;
        }
        String problem = impossible("the prefix of flatten", prefix, "a string");
        if (prefix != null) {
            throw refused(problem, config);
        }
        if (!options.isEmpty()) {
            ignored(problem);
        }
        return "";
    }

    private static boolean stringified(TemplateResolverConfig config) {
        Object value = given(STRINGIFIED, impossible(STRINGIFIED, null, STRINGIFIED_VALUES), config);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw refused(impossible(STRINGIFIED, value, STRINGIFIED_VALUES), config);
    }

    /** Returns the value of an option, or null if it has none. Reports the problem if the template sets it to null. */
    private static @Nullable Object given(String option, String problem, TemplateResolverConfig config) {
        if (isNull(option, config)) {
            ignored(problem);
        }
        return config.getObject(option);
    }

    private static String impossible(String option, @Nullable Object value, String values) {
        return option + " can't be " + quoted(value) + ", use " + values;
    }

    /**
     * Returns whether the template sets the option to null. A configuration shows null and absent alike, but its {@code equals}
     * passes its map to the map of the other configuration.
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

    /** Reports an error, as Log4j does for attributes that it ignores. Log4j does not print warnings by default. */
    private static void ignored(String problem) {
        StatusLogger.getLogger().error("{} resolver: {}. The option is ignored.", RESOLVER, problem);
    }

    private static String quoted(@Nullable Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }

    private static IllegalArgumentException refused(String what, TemplateResolverConfig config) {
        return new IllegalArgumentException(RESOLVER + " resolver: " + what + " (in the template's " + config + ")");
    }
}
