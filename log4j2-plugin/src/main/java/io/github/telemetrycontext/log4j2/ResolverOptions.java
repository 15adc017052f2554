package io.github.telemetrycontext.log4j2;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
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

    /** Options that users of the mdc resolver may try here. The configuration can't be asked for all of its keys. */
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
        Object flatten = isGiven(FLATTEN, config) ? config.getObject(FLATTEN) : false;
        // First, so that no option within this one is taken for one beside it.
        String prefix = prefix(flatten, config);
        FOREIGN_OPTIONS.forEach((option, remedy) -> {
            if (isGiven(option, config)) {
                throw refused("there is no option \"" + option + "\", " + remedy, config);
            }
        });
        String field = field(config);
        if (field != null) {
            refuseWithField(SELECT, config);
            if (!Boolean.FALSE.equals(flatten)) {
                refuseWithField(FLATTEN, config);
            }
        }
        return new ResolverOptions(field, select(config), !Boolean.FALSE.equals(flatten), prefix, stringified(config));
    }

    private static @Nullable String field(TemplateResolverConfig config) {
        return isGiven(FIELD, config) ? oneOf(EventFields.KEYS, Function.identity(), FIELD, config) : null;
    }

    private static Selection select(TemplateResolverConfig config) {
        return isGiven(SELECT, config) ? oneOf(Selection.values(), Selection::text, SELECT, config) : Selection.FIELDS;
    }

    private static <T> T oneOf(T[] possible, Function<T, String> text, String option, TemplateResolverConfig config) {
        Object wanted = config.getObject(option);
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
        if (flatten instanceof Boolean) {
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
        if (options.isEmpty()) {
            return "";
        }
        Object prefix = options.get(PREFIX);
        if (prefix instanceof String text) {
            return text;
        }
        throw refused("the prefix of flatten can't be " + quoted(prefix) + ", use a string", config);
    }

    private static boolean stringified(TemplateResolverConfig config) {
        Object value = isGiven(STRINGIFIED, config) ? config.getObject(STRINGIFIED) : false;
        if (value instanceof Boolean wanted) {
            return wanted;
        }
        throw refused("stringified can't be " + quoted(value) + ", use true or false", config);
    }

    private static void refuseWithField(String option, TemplateResolverConfig config) {
        if (isGiven(option, config)) {
            throw refused("\"field\" and \"" + option + "\" can't be combined, leave one of them out", config);
        }
    }

    /** Whether the template has the option. That its value is null shows only in the text of the configuration. */
    private static boolean isGiven(String option, TemplateResolverConfig config) {
        return config.exists(option)
                || Pattern.compile("[{ ]" + option + "=null[,}]")
                        .matcher(config.toString())
                        .find();
    }

    private static String quoted(@Nullable Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }

    private static IllegalArgumentException refused(String what, TemplateResolverConfig config) {
        return new IllegalArgumentException(RESOLVER + " resolver: " + what + " (in the template's " + config + ")");
    }
}
