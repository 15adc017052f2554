package io.github.telemetrycontext.logback;

import io.github.telemetrycontext.spi.SelfCheckReport;
import java.io.PrintStream;
import java.util.List;
import java.util.ServiceConfigurationError;

/**
 * Checks whether the fields reach the output of the running configuration, and names the cause if not. The check names the
 * adapter and the filter in use, and makes one event inside a scope. For each appender it shows which fields the encoder writes,
 * and whether the iteration is a number.
 *
 * <p>Nothing is logged: the event goes to the encoders, not to the appenders. An appender without an encoder or a layout is
 * noted, as is one that passes events to other appenders in an unknown way. A sequence number generator and {@code %lsn} count
 * the event too.
 *
 * <p>May be called at any time and on any thread. It takes milliseconds.
 */
public final class TelemetrySelfCheck extends LogbackSelfCheck {

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
        List<String> missing = RequiredJars.missing();
        if (!missing.isEmpty()) {
            problem(
                    out,
                    "missing on the classpath: " + String.join(", ", missing),
                    "add these jars, telemetry-context-core in the version of telemetry-context-logback, Logback in"
                            + " version 1.5.21 or later");
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
                    "fix the file of that name in META-INF/services, which prevents Logback from starting; in an"
                            + " uber-jar, merge it as the section Uber-jars of docs/deployment.md shows");
        } catch (LinkageError e) {
            problem(
                    out,
                    "the versions of the jars do not match: " + e,
                    "use one version of all telemetry-context jars, for example with telemetry-context-bom, and "
                            + SupportedLogback.NEEDED_AND_FOUND);
        }
        return false;
    }

    private static void problem(PrintStream out, String finding, String action) {
        out.println("PROBLEM  " + finding);
        out.println("         action: " + action);
    }
}
