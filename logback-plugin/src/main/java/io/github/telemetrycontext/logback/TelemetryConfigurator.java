package io.github.telemetrycontext.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Found by Logback as a service when SLF4J starts. It installs the {@link TelemetryMdcAdapter} and leaves the
 * configuration to the others.
 *
 * <p>It runs before the application's configurators, except one of the rank {@code AUTHENTICATING}. If that one stops
 * the chain, or the service file got lost in an uber-jar, declare a {@link TelemetryTurboFilter} in the configuration.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class TelemetryConfigurator extends ContextAwareBase implements Configurator {

    /** For Logback's service loader. */
    public TelemetryConfigurator() {}

    /**
     * Installs the adapter and the filter. If that fails, a warning status says why, and logging goes on without the fields.
     *
     * @param context what Logback is about to configure
     * @return always {@code INVOKE_NEXT_IF_ANY}
     */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        TelemetryMdcAdapter.installIfPossible(context);
        return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
}
