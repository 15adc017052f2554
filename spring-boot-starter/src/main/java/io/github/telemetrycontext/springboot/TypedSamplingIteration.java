package io.github.telemetrycontext.springboot;

import io.github.telemetrycontext.TelemetryField;
import org.springframework.boot.json.JsonWriter.MemberPath;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.env.Environment;

/**
 * Makes Spring Boot's structured formats write {@code sampling_iteration} as a number, wherever they put the entries of the
 * MDC. Spring Boot finds it in {@code spring.factories} when it sets up logging, beside customizers of the application.
 */
final class TypedSamplingIteration implements StructuredLoggingJsonMembersCustomizer<Object> {

    private static final String KEY = TelemetryField.SAMPLING_ITERATION.key();

    private final boolean typed;
    private final String prefix;

    TypedSamplingIteration(Environment environment) {
        typed = environment.getProperty("telemetry.context.enabled", Boolean.class, true)
                && environment.getProperty("telemetry.context.logging.typed", Boolean.class, true);
        prefix = bare(environment.getProperty("logging.structured.json.context.prefix", ""));
    }

    @Override
    public void customize(Members<Object> members) {
        if (typed) {
            members.applyingValueProcessor(this::typed);
        }
    }

    private Object typed(MemberPath path, Object value) {
        return value instanceof String text && isIteration(path) ? number(text) : value;
    }

    /** Where the formats put it: behind the prefix of the MDC's entries, if there is one, and with _ in front in GELF. */
    private boolean isIteration(MemberPath path) {
        String name = path.name();
        if (name == null || !name.endsWith(KEY)) {
            return false;
        }
        String whole = path.toUnescapedString();
        return bare(whole.substring(0, whole.length() - KEY.length())).equals(prefix);
    }

    private static String bare(String prefix) {
        return prefix.replaceAll("^[_.]+|[_.]+$", "");
    }

    /** Text that is not what we wrote is the application's own, and stays text. */
    private static Object number(String text) {
        try {
            int number = Integer.parseInt(text);
            return Integer.toString(number).equals(text) ? number : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
