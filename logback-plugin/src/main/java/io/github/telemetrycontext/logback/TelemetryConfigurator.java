package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Installs the {@link TelemetryMdcAdapter} when SLF4J starts, and leaves the configuration to other configurators. Logback finds
 * this class as a service.
 *
 * <p>It runs before the application's configurators, except one of the rank {@code AUTHENTICATING}. If that one stops
 * the chain, or an uber-jar lacks the service file, declare a {@link TelemetryTurboFilter} in the configuration.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class TelemetryConfigurator extends ContextAwareBase implements Configurator {

    /** Makes a configurator for Logback's service loader. */
    public TelemetryConfigurator() {}

    /**
     * Installs the adapter and the filter. If that fails, a warning status says why, and logging goes on without the fields.
     *
     * @param context the context that Logback configures
     * @return always {@code INVOKE_NEXT_IF_ANY}
     */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        Installation.install(context);
        return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
}
