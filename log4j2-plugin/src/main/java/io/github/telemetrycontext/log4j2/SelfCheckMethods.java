package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.internal.SelfCheck;
import io.github.telemetrycontext.spi.SelfCheckReport;
import java.util.List;
import java.util.Objects;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;

/**
 * The methods of {@link TelemetrySelfCheck} whose signatures name classes of other jars. A JVM looks for {@code main} among the
 * methods that a class declares itself, and resolves the signatures of all of these. Inherited ones leave {@code main} to tell
 * what is missing.
 */
abstract class SelfCheckMethods {

    SelfCheckMethods() {}

    /**
     * Checks the configuration that is in use for the class loader of this class.
     *
     * @param appenders the names of those that must write fields; none for all
     * @return what was found
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
                        "put log4j-core on the class path and take bridges such as log4j-to-slf4j from it; if it is"
                                + " Logback that logs, use telemetry-context-logback")
                .result();
    }

    /**
     * Checks a configuration.
     *
     * @param context whose configuration is checked, as it is now
     * @param appenders the names of those that must write fields; none for all
     * @return what was found
     */
    public static SelfCheckReport check(LoggerContext context, String... appenders) {
        return ConfigurationCheck.of(Objects.requireNonNull(context, "context"), List.of(appenders));
    }
}
