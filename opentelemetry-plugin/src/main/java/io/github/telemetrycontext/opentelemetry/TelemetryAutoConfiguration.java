package io.github.telemetrycontext.opentelemetry;

import io.github.telemetrycontext.TelemetryContext;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;

/**
 * Adds the processors to an SDK that configures itself, before all others. Adds the fields to its baggage if a property
 * says so. Public for the service loader only; docs/opentelemetry.md lists the properties.
 */
public final class TelemetryAutoConfiguration implements AutoConfigurationCustomizerProvider {

    /** Whether a processor can be added before the existing ones, as since OpenTelemetry 1.50. */
    private static final boolean ADDS_FIRST = addsFirst();

    private static final AtomicBoolean WARNED = new AtomicBoolean();

    /** Creates the service for the service loader. */
    public TelemetryAutoConfiguration() {}

    @Override
    public void customize(AutoConfigurationCustomizer configuration) {
        if (!isUsable()) {
            return;
        }
        configuration.addTracerProviderCustomizer(TelemetryAutoConfiguration::addSpanProcessor);
        configuration.addLoggerProviderCustomizer(TelemetryAutoConfiguration::addLogRecordProcessor);
        if (!ADDS_FIRST) {
            configuration.addLogRecordProcessorCustomizer(TelemetryAutoConfiguration::beforeExport);
        }
        configuration.addPropagatorCustomizer(TelemetryAutoConfiguration::addBaggage);
    }

    /** Returns whether all jars that the processors need are present. If not, logs one warning. */
    static boolean isUsable() {
        try {
            useEachClassOfTheCore();
            return true;
        } catch (LinkageError e) {
            if (!WARNED.getAndSet(true)) {
                // The Java agent redirects this class, and no other logger, to its own log.
                Logger.getLogger(TelemetryAutoConfiguration.class.getName()).warning(Disabled.because(e));
            }
            return false;
        }
    }

    /** Fails here if a class is missing. A later error would stop the SDK, or remove the fields from each span. */
    private static void useEachClassOfTheCore() {
        TelemetryContext fields =
                TelemetryContext.builder().sessionId("s").samplingIteration(1).build();
        AttributeNames.BOTH.missing(fields, Attributes.empty());
        CarriedEntry.link();
        BaggageFields.in(BaggageFields.into(Baggage.empty(), fields));
    }

    private static boolean addsFirst() {
        try {
            SdkLoggerProvider.builder().addLogRecordProcessorFirst(LogRecordProcessor.composite());
            return true;
        } catch (NoSuchMethodError e) {
            return false;
        }
    }

    /** A span shows its attributes to exporters when it ends, so the place of the processor matters little. */
    private static SdkTracerProviderBuilder addSpanProcessor(
            SdkTracerProviderBuilder provider, ConfigProperties properties) {
        return Switches.spanAttributes(properties)
                .map(TelemetrySpanProcessor::new)
                .map(ours -> ADDS_FIRST ? provider.addSpanProcessorFirst(ours) : provider.addSpanProcessor(ours))
                .orElse(provider);
    }

    private static SdkLoggerProviderBuilder addLogRecordProcessor(
            SdkLoggerProviderBuilder provider, ConfigProperties properties) {
        return Switches.logAttributes(properties)
                .map(TelemetryLogRecordProcessor::new)
                .map(ours ->
                        ADDS_FIRST ? provider.addLogRecordProcessorFirst(ours) : provider.addLogRecordProcessor(ours))
                .orElse(provider);
    }

    /** A processor that exports may read a record before the processors behind it run. */
    private static LogRecordProcessor beforeExport(LogRecordProcessor exporting, ConfigProperties properties) {
        return Switches.logAttributes(properties)
                .map(names -> LogRecordProcessor.composite(new TelemetryLogRecordProcessor(names), exporting))
                .orElse(exporting);
    }

    /** Adds the fields if the propagator is the one for baggage. The SDK calls this for each configured propagator. */
    private static TextMapPropagator addBaggage(TextMapPropagator propagator, ConfigProperties properties) {
        return Switches.baggage(properties) && propagator instanceof W3CBaggagePropagator
                ? new BaggagePropagator(propagator)
                : propagator;
    }
}
