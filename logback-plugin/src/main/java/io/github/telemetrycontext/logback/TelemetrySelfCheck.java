package io.github.telemetrycontext.logback;

import io.github.telemetrycontext.spi.SelfCheckReport;
import java.io.PrintStream;
import java.util.List;
import java.util.ServiceConfigurationError;

/**
 * Tells whether the fields reach the lines of the running configuration, and if not, what keeps them away. Names the
 * adapter and the filter in use, makes one event inside a scope as a logger does, and shows for each appender what its
 * encoder makes of that event: which fields, and whether the iteration is a number.
 *
 * <p>Nothing is logged: the event goes to the encoders, not to the appenders. So nothing can be said of an appender
 * without an encoder or a layout, such as one that writes columns of a database; that is noted and is no problem. Neither
 * is it seen what a part of the application's own does to events on their way, such as an asynchronous appender that
 * forgets {@code prepareForDeferredProcessing()}: such a part is named. What numbers events, such as {@code %lsn} or a
 * sequence number generator, counts this one too.
 *
 * <p>May be called at any time and on any thread, on which an event is then made; it takes milliseconds.
 */
public final class TelemetrySelfCheck extends LogbackSelfCheck {

    private TelemetrySelfCheck() {}

    /**
     * Prints the report of {@link #check(String...)} to standard output and ends the JVM, with 0 if all is well and with 1
     * otherwise. Names the jars that are missing for the check itself.
     *
     * @param appenders as there
     */
    public static void main(String[] appenders) {
        System.exit(print(System.out, appenders) ? 0 : 1);
    }

    /**
     * Prints the report of {@link #check(String...)}. Names the jars that are missing for the check itself.
     *
     * @param out where to print to
     * @param appenders as there
     * @return whether there is no problem
     */
    public static boolean print(PrintStream out, String... appenders) {
        List<String> missing = Jars.missing();
        if (!missing.isEmpty()) {
            problem(
                    out,
                    "missing on the class path: " + String.join(", ", missing),
                    "add these jars; the version of telemetry-context-core is that of telemetry-context-logback, and"
                            + " Logback is 1.5.21 or later");
            return false;
        }
        try {
            SelfCheckReport found = check(appenders);
            out.println(found);
            return found.isOk();
        } catch (ServiceConfigurationError e) {
            problem(
                    out,
                    e.toString(),
                    "mend the file of that name in META-INF/services, with which Logback does not start; where jars are"
                            + " made into one, merge it as the section Uber-jars of README.md shows");
        } catch (LinkageError e) {
            problem(
                    out,
                    "the versions of the jars do not match: " + e,
                    "use one version of all telemetry-context jars, for example with telemetry-context-bom, and "
                            + SupportedLogback.NEEDED_AND_FOUND);
        }
        return false;
    }

    private static void problem(PrintStream out, String finding, String remedy) {
        out.println("PROBLEM  " + finding);
        out.println("         remedy: " + remedy);
    }
}
