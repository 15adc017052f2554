package io.github.telemetrycontext.log4j2;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverConfig;
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
    private static final String PREFIX = "prefix";
    private static final String STRINGIFIED = "stringified";

    /** Options that users of the mdc resolver may try here. The configuration can't be asked for its own keys. */
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
            if (config.exists(option)) {
                throw refused("there is no option \"" + option + "\", " + remedy, config);
            }
        });
        Object flatten = config.getObject(FLATTEN);
        String field = field(config);
        if (field != null) {
            refuseWithField(SELECT, config);
            if (!Boolean.FALSE.equals(flatten)) {
                refuseWithField(FLATTEN, config);
            }
        }
        return new ResolverOptions(
                field,
                select(config),
                flatten instanceof Map || Boolean.TRUE.equals(flatten),
                prefix(flatten, config),
                stringified(config));
    }

    private static @Nullable String field(TemplateResolverConfig config) {
        Object key = config.getObject(FIELD);
        return key == null ? null : oneOf(EventFields.KEYS, Function.identity(), key, FIELD, config);
    }

    private static Selection select(TemplateResolverConfig config) {
        Object text = config.getObject(SELECT);
        return text == null ? Selection.FIELDS : oneOf(Selection.values(), Selection::text, text, SELECT, config);
    }

    private static <T> T oneOf(
            T[] possible, Function<T, String> text, Object wanted, String option, TemplateResolverConfig config) {
        for (T candidate : possible) {
            if (text.apply(candidate).equals(wanted)) {
                return candidate;
            }
        }
        throw refused(
                "unknown " + option + " " + quoted(wanted) + ", use one of "
                        + Arrays.stream(possible).map(text).toList(),
                config);
    }

    private static String prefix(@Nullable Object flatten, TemplateResolverConfig config) {
        if (flatten == null || flatten instanceof Boolean) {
            return "";
        }
        if (!(flatten instanceof Map<?, ?> options)) {
            throw refused("flatten can't be " + quoted(flatten) + ", use true, false or {\"prefix\": \"...\"}", config);
        }
        for (Object option : options.keySet()) {
            if (!PREFIX.equals(option)) {
                throw refused("flatten has no option " + quoted(option) + ", use \"prefix\"", config);
            }
        }
        Object prefix = options.get(PREFIX);
        if (prefix == null) {
            return "";
        }
        if (prefix instanceof String text) {
            return text;
        }
        throw refused("the prefix of flatten can't be " + quoted(prefix) + ", use a string", config);
    }

    private static boolean stringified(TemplateResolverConfig config) {
        Object value = config.getObject(STRINGIFIED);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean wanted) {
            return wanted;
        }
        throw refused("stringified can't be " + quoted(value) + ", use true or false", config);
    }

    private static void refuseWithField(String option, TemplateResolverConfig config) {
        if (config.exists(option)) {
            throw refused("\"field\" and \"" + option + "\" can't be combined, leave one of them out", config);
        }
    }

    private static String quoted(Object value) {
        return value instanceof String ? "\"" + value + "\"" : value.toString();
    }

    private static IllegalArgumentException refused(String what, TemplateResolverConfig config) {
        return new IllegalArgumentException(RESOLVER + " resolver: " + what + " (in the template's " + config + ")");
    }
}
