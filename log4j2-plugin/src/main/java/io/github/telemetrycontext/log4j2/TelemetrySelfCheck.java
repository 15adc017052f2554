package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.spi.SelfCheckReport;
import java.io.PrintStream;

/**
 * Checks whether the fields reach the output of the running configuration, and names the cause if not. The check names
 * the provider, the injector and the resolver in use, and makes one event inside a scope. For each appender it shows
 * which fields the layout writes, and whether the iteration is a number.
 *
 * <p>Nothing is logged: the event goes to the layouts, not to the appenders. An appender without a layout, such as one
 * that writes columns of a database, cannot be checked. The report notes it, which is not a problem. The check does not
 * see changes by a rewriting appender, nor a route that has not been used yet. Sequence numbers such as {@code %sn}
 * count the event too.
 *
 * <p>May be called at any time and on any thread. It takes milliseconds.
 */
public final class TelemetrySelfCheck extends SelfCheckMethods {

    static final String ALIGN =
            "put telemetry-context-core of the same version as telemetry-context-log4j2 on the classpath, for example"
                    + " with telemetry-context-bom";

    /** The required jars: a file of the jar, the name of the jar, and the action if it is missing. */
    private static final String[][] JARS = {
        {"org/apache/logging/log4j/LogManager.class", "log4j-api", "put log4j-api 2.20.0 or later on the classpath"},
        {
            "org/apache/logging/log4j/core/LoggerContext.class",
            "log4j-core",
            "put log4j-core 2.20.0 or later on the classpath; if the application logs with Logback, use telemetry-context-logback"
        },
        {SupportedCore.CORE, "telemetry-context-core", ALIGN},
    };

    private TelemetrySelfCheck() {}

    /**
     * Prints the report of {@link #check(String...)} to standard output and ends the JVM. The exit code is 0 if there
     * is no problem, otherwise 1. Names the jars that are missing for the check itself.
     *
     * @param appenders names of the appenders to check, all if empty
     */
    public static void main(String[] appenders) {
        System.exit(print(System.out, appenders) ? 0 : 1);
    }

    /**
     * Prints the report of {@link #check(String...)}. Names the jars that are missing for the check itself.
     *
     * @param out the stream to print to
     * @param appenders names of the appenders to check, all if empty
     * @return true if there is no problem
     */
    public static boolean print(PrintStream out, String... appenders) {
        ClassLoader loader = TelemetrySelfCheck.class.getClassLoader();
        boolean complete = true;
        for (String[] jar : JARS) {
            if (loader.getResource(jar[0]) == null) {
                problem(out, jar[1] + " is missing from the classpath", jar[2]);
                complete = false;
            }
        }
        if (!complete) {
            return false;
        }
        try {
            SelfCheckReport found = check(appenders);
            out.println(found);
            return found.isOk();
        } catch (LinkageError e) {
            String core = SupportedCore.problem();
            problem(out, core == null ? e.toString() : core, ALIGN);
            return false;
        }
    }

    /** Prints a problem as the report does. The class of the report may be missing. */
    private static void problem(PrintStream out, String finding, String action) {
        out.println("PROBLEM  " + finding);
        out.println("         action: " + action);
    }
}
