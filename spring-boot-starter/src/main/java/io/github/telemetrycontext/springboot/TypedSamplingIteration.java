package io.github.telemetrycontext.springboot;

import org.springframework.boot.json.JsonWriter.MemberPath;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.env.Environment;

/**
 * Makes Spring Boot's structured formats write {@code sampling_iteration} as a number, wherever they put the entries of the
 * MDC. Spring Boot finds it in {@code spring.factories} when it sets up logging, beside customizers of the application.
 */
final class TypedSamplingIteration implements StructuredLoggingJsonMembersCustomizer<Object> {

    /** Not taken from the core: logging must be set up even where that is missing. */
    private static final String KEY = "sampling_iteration";

    private final boolean typed;
    private final String prefix;

    TypedSamplingIteration(Environment environment) {
        typed = isOn(environment, "telemetry.context.enabled") && isOn(environment, "telemetry.context.logging.typed");
        prefix = bare(environment.getProperty("logging.structured.json.context.prefix", ""));
    }

    /** {@link StartUpListener} names a value that is neither true nor false, once logging is set up and can say so. */
    private static boolean isOn(Environment environment, String property) {
        try {
            return environment.getProperty(property, Boolean.class, true);
        } catch (RuntimeException e) {
            return true;
        }
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

    /** Not by a regular expression, whose cost would be the square of the length. */
    private static String bare(String prefix) {
        int start = 0;
        int end = prefix.length();
        while (start < end && isJoint(prefix.charAt(start))) {
            start++;
        }
        while (start < end && isJoint(prefix.charAt(end - 1))) {
            end--;
        }
        return prefix.substring(start, end);
    }

    private static boolean isJoint(char character) {
        return character == '_' || character == '.';
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
