package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.api.incubator.config.DeclarativeConfigProperties;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.internal.AutoConfigureListener;
import io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Lets the configuration file of the Java agent name the processor of spans as {@code telemetry_context}. Public for the
 * service loader only; docs/opentelemetry.md shows a file. OpenTelemetry's interfaces for this are not stable.
 */
public final class TelemetrySpanComponent implements ComponentProvider, AutoConfigureListener {

    /** Creates the component for the service loader. */
    public TelemetrySpanComponent() {}

    @Override
    public Class<SpanProcessor> getType() {
        return SpanProcessor.class;
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
    public SpanProcessor create(DeclarativeConfigProperties configuration) {
        return ConfigurationFile.fields(configuration)
                .<SpanProcessor>map(FieldsOnSpans::new)
                .orElseGet(SpanProcessor::composite);
    }

    @Override
    public void afterAutoConfigure(OpenTelemetrySdk sdk) {
        ConfigurationFile.warnIfNothingIsNamed();
    }
}
