package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.logs.LogRecordProcessor;

/**
 * Lets the configuration file of the Java agent name the processor of log records as {@code telemetry_context}. Public for the
 * service loader only; docs/opentelemetry.md shows a file. OpenTelemetry's interfaces for this are not stable.
 */
public final class TelemetryLogRecordComponent implements ComponentProvider, AutoConfigureListener {

    /** Creates the component for the service loader. */
    public TelemetryLogRecordComponent() {}

    @Override
    public Class<LogRecordProcessor> getType() {
        return LogRecordProcessor.class;
    }

    @Override
    public String getName() {
        return ConfigurationFile.NAME;
    }

    /**
     * Creates the processor.
     *
     * @throws io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException if the file has an unknown key or value
     */
    @Override
    public LogRecordProcessor create(DeclarativeConfigProperties configuration) {
        return ConfigurationFile.fields(configuration)
                .<LogRecordProcessor>map(FieldsOnRecords::new)
                .orElseGet(LogRecordProcessor::composite);
    }

    @Override
    public void afterAutoConfigure(OpenTelemetrySdk sdk) {
        ConfigurationFile.warnIfNothingIsNamed();
    }
}
