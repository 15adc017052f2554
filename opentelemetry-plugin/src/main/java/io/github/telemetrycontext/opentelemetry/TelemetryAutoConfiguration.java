package io.github.telemetrycontext.opentelemetry;

import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;

/**
 * Adds the processors to an SDK that configures itself, before all others, and the fields to its baggage if told so. Public
 * for the service loader only; the README lists the properties.
 */
public final class TelemetryAutoConfiguration implements AutoConfigurationCustomizerProvider {

    /** For the service loader. */
    public TelemetryAutoConfiguration() {}

    @Override
    public void customize(AutoConfigurationCustomizer configuration) {
        configuration.addTracerProviderCustomizer(TelemetryAutoConfiguration::addSpanProcessor);
        configuration.addLoggerProviderCustomizer(TelemetryAutoConfiguration::addLogRecordProcessor);
        configuration.addPropagatorCustomizer(TelemetryAutoConfiguration::addBaggage);
    }

    private static SdkTracerProviderBuilder addSpanProcessor(
            SdkTracerProviderBuilder provider, ConfigProperties properties) {
        return Switches.spanAttributes(properties)
                .map(names -> provider.addSpanProcessorFirst(new TelemetrySpanProcessor(names)))
                .orElse(provider);
    }

    private static SdkLoggerProviderBuilder addLogRecordProcessor(
            SdkLoggerProviderBuilder provider, ConfigProperties properties) {
        return Switches.logAttributes(properties)
                .map(names -> provider.addLogRecordProcessorFirst(new TelemetryLogRecordProcessor(names)))
                .orElse(provider);
    }

    /** Called for each propagator that is chosen. */
    private static TextMapPropagator addBaggage(TextMapPropagator propagator, ConfigProperties properties) {
        return Switches.baggage(properties) && propagator instanceof W3CBaggagePropagator
                ? new BaggagePropagator(propagator)
                : propagator;
    }
}
