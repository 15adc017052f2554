package io.github.telemetrycontext.log4j2;

import io.github.telemetrycontext.internal.SelfCheck;
import java.util.ServiceConfigurationError;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;

/**
 * Checks that Log4j can make a layout with our resolver. A separate class, because JsonTemplateLayout may be missing.
 */
final class ResolverCheck {

    private static final String TEMPLATE = "{\"fields\": {\"$resolver\": \"" + ResolverOptions.RESOLVER + "\"}}";

    private ResolverCheck() {}

    /** Reports the result. Throws a {@link LinkageError} if JsonTemplateLayout is missing. */
    static void check(Configuration configuration, SelfCheck report) {
        try {
            JsonTemplateLayout.newBuilder()
                    .setConfiguration(configuration)
                    .setEventTemplate(TEMPLATE)
                    .build();
            report.ok("resolver: " + ResolverOptions.RESOLVER);
        } catch (RuntimeException | ServiceConfigurationError e) {
            report.problem(
                    "resolver: JsonTemplateLayout does not find " + ResolverOptions.RESOLVER + ", because no file "
                            + ConfigurationCheck.PLUGIN_FILE + " names it (" + e.getMessage() + ")",
                    "restore that file" + ConfigurationCheck.MERGE);
        }
    }
}
