package io.github.telemetrycontext;

/** The system properties of the core. They are read once, when the class is loaded. */
final class Settings {

    private static final String STRICT_PROPERTY = "telemetry.context.strict";
    private static final String INHERIT_PROPERTY = "telemetry.context.inherit";
    private static final String NEVER = "never";

    static final boolean STRICT = Boolean.getBoolean(STRICT_PROPERTY);

    /** True if virtual threads start with the context of their creator. */
    static final boolean INHERIT = !NEVER.equals(System.getProperty(INHERIT_PROPERTY));

    private Settings() {}

    static void warnAboutInvalidValues() {
        String strict = System.getProperty(STRICT_PROPERTY, "false");
        if (!strict.equalsIgnoreCase("true") && !strict.equalsIgnoreCase("false")) {
            warn(STRICT_PROPERTY, strict, "true, false");
        }
        String inherit = System.getProperty(INHERIT_PROPERTY, NEVER);
        if (!inherit.equals(NEVER)) {
            warn(INHERIT_PROPERTY, inherit, NEVER);
        }
    }

    private static void warn(String property, String value, String valid) {
        CoreLog.warn(property + "=" + Excerpt.of(value) + " is ignored. Valid values: " + valid + ".");
    }
}
