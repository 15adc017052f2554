package io.github.telemetrycontext;

import java.util.Arrays;

/** The system properties of the core. They are read once, when the class is loaded. */
final class Settings {

    private static final String STRICT_PROPERTY = "telemetry.context.strict";
    private static final String INHERIT_PROPERTY = "telemetry.context.inherit";
    private static final String NEVER = "never";

    static final boolean STRICT = Boolean.getBoolean(STRICT_PROPERTY);

    /** Whether virtual threads start with the context of their creator. */
    static final boolean INHERIT = !NEVER.equalsIgnoreCase(System.getProperty(INHERIT_PROPERTY));

    private Settings() {}

    static void warnAboutInvalidValues() {
        check(STRICT_PROPERTY, "true", "false");
        check(INHERIT_PROPERTY, NEVER);
    }

    private static void check(String property, String... valid) {
        String value = System.getProperty(property);
        if (value != null && Arrays.stream(valid).noneMatch(value::equalsIgnoreCase)) {
            CoreLog.warn(property + "=" + Excerpt.of(value) + " is ignored. Valid values: " + String.join(", ", valid)
                    + ".");
        }
    }
}
