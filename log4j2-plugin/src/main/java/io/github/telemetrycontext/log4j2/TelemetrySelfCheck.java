package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.spi.SelfCheckReport;
import java.io.PrintStream;

/**
 * Tells whether the fields reach the lines of the running configuration, and if not, what keeps them away. Names the
 * provider, the injector and the resolver in use, has Log4j make one event inside a scope, and shows for each appender
 * what its layout makes of that event: which fields, and whether the iteration is a number.
 *
 * <p>Nothing is logged: the event goes to the layouts, not to the appenders. So nothing can be said of an appender
 * without a layout, such as one that writes columns of a database; that is noted and is no problem. What a rewriting
 * appender does to events is not seen either, nor a route that has not been used yet. What numbers events, such as {@code
 * %sn}, counts this one too.
 *
 * <p>May be called at any time and on any thread, on which an event is then made; it takes milliseconds.
 */
public final class TelemetrySelfCheck extends SelfCheckMethods {

    static final String ALIGN =
            "put telemetry-context-core, of the same version as telemetry-context-log4j2, on the class path, for example"
                    + " with telemetry-context-bom";

    /** What the check needs: a file, its jar, and what to do where that is missing. */
    private static final String[][] JARS = {
        {"org/apache/logging/log4j/LogManager.class", "log4j-api", "put log4j-api 2.20.0 or later on the class path"},
        {
            "org/apache/logging/log4j/core/LoggerContext.class",
            "log4j-core",
            "put log4j-core 2.20.0 or later on the class path; if it is Logback that logs, use telemetry-context-logback"
        },
        {SupportedCore.CORE, "telemetry-context-core", ALIGN},
    };

    private TelemetrySelfCheck() {}

    /**
     * Prints the report of {@link #check(String...)} to standard output and ends the JVM, with 0 if all is well and with 1
     * otherwise. Tells also of jars that are missing for the check itself.
     *
     * @param appenders the names of those that must write fields; none for all
     */
    public static void main(String[] appenders) {
        System.exit(print(System.out, appenders) ? 0 : 1);
    }

    /**
     * Prints the report of {@link #check(String...)}. Tells also of jars that are missing for the check itself.
     *
     * @param out where to print to
     * @param appenders the names of those that must write fields; none for all
     * @return whether there is no problem
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

    /** In the form of the report's lines, for which the report itself may be missing. */
    private static void problem(PrintStream out, String finding, String action) {
        out.println("PROBLEM  " + finding);
        out.println("         action: " + action);
    }
}
