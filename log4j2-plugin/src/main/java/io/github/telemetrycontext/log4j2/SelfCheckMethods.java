package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.internal.SelfCheck;
import io.github.telemetrycontext.spi.SelfCheckReport;
import java.util.List;
import java.util.Objects;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/**
 * The methods of {@link TelemetrySelfCheck} whose signatures name classes of other jars. The JVM resolves the
 * signatures of all methods that a main class declares, but not of inherited ones. So {@code main} can start and report
 * missing jars.
 */
abstract class SelfCheckMethods {

    SelfCheckMethods() {}

    /**
     * Checks the configuration that is in use for the class loader of this class.
     *
     * @param appenders names of the appenders to check, all if empty
     * @return the report
     */
    public static SelfCheckReport check(String... appenders) {
        Object context = LogManager.getContext(false);
        if (context instanceof LoggerContext core) {
            return check(core, appenders);
        }
        return new SelfCheck("Log4j")
                .problem(
                        "Log4j's API does not log to log4j-core but to "
                                + context.getClass().getName(),
                        "put log4j-core on the classpath and remove bridges such as log4j-to-slf4j; if the"
                                + " application logs with Logback, use telemetry-context-logback")
                .result();
    }

    /**
     * Checks the current configuration of a logger context.
     *
     * @param context the logger context
     * @param appenders names of the appenders to check, all if empty
     * @return the report
     */
    public static SelfCheckReport check(LoggerContext context, String... appenders) {
        return ConfigurationCheck.of(Objects.requireNonNull(context, "context"), List.of(appenders));
    }
}
