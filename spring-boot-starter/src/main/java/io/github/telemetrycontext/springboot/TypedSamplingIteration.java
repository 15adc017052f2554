package io.github.telemetrycontext.springboot;

import org.springframework.boot.json.JsonWriter.MemberPath;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.env.Environment;

/**
 * Makes Spring Boot's structured formats write {@code sampling_iteration} as a number, in any place of the MDC entries.
 * Spring Boot finds this class in {@code spring.factories} when it sets up logging. Customizers of the application
 * still apply.
 */
final class TypedSamplingIteration implements StructuredLoggingJsonMembersCustomizer<Object> {

    /** Not a constant of the core, because logging must also work if the core is missing. */
    private static final String KEY = "sampling_iteration";

    private final boolean typed;
    private final String prefix;

    TypedSamplingIteration(Environment environment) {
        typed = isOn(environment, "telemetry.context.enabled") && isOn(environment, "telemetry.context.logging.typed");
        prefix = bare(environment.getProperty("logging.structured.json.context.prefix", ""));
    }

    /** Ignores invalid values. {@link StartUpListener} reports them later, after the setup of logging. */
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

    /**
     * Checks for the place of the formats: after the prefix of MDC entries, if there is one, and after an underscore in
     * GELF.
     */
    private boolean isIteration(MemberPath path) {
        String name = path.name();
        if (name == null || !name.endsWith(KEY)) {
            return false;
        }
        String whole = path.toUnescapedString();
        return bare(whole.substring(0, whole.length() - KEY.length())).equals(prefix);
    }

    /** Does not use a regular expression, because its cost would grow with the square of the length. */
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

    /** Returns other text unchanged, because the application has set it. */
    private static Object number(String text) {
        try {
            int number = Integer.parseInt(text);
            return Integer.toString(number).equals(text) ? number : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
