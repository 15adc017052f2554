package io.github.telemetrycontext.opentelemetry;

/**
 * Returns the reason why this plugin does not work, and the action. The class needs no other jar, because any of them
 * may be missing.
 */
final class Disabled {

    private Disabled() {}

    static String because(LinkageError cause) {
        return "telemetry-context-opentelemetry is disabled: " + reason(cause);
    }

    private static String reason(LinkageError cause) {
        // The agent loads each extension with its own class loader, which does not see the core.
        if (Disabled.class.getClassLoader().getClass().getName().startsWith("io.opentelemetry.javaagent.")) {
            return "it is not an extension of the Java agent. Remove the jar from otel.javaagent.extensions, and add it to the"
                    + " dependencies of the application. The extension is telemetry-context-opentelemetry-agent";
        }
        if (isMissing("io.github.telemetrycontext.TelemetryContext")) {
            return "telemetry-context-core is missing. Add telemetry-context-core, in the version of"
                    + " telemetry-context-opentelemetry";
        }
        if (isMissing("io.opentelemetry.context.Context")) {
            return "opentelemetry-context is missing. Add opentelemetry-api, which depends on it";
        }
        return "the versions of its dependencies do not match (" + cause
                + "). Use one version of all telemetry-context jars, for example with telemetry-context-bom, and"
                + " OpenTelemetry 1.40 or later";
    }

    private static boolean isMissing(String className) {
        try {
            Class.forName(className, false, Disabled.class.getClassLoader());
            return false;
        } catch (ClassNotFoundException | LinkageError e) {
            return true;
        }
    }
}
