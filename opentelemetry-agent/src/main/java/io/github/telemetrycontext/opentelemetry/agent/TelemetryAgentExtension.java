package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.SdkLoggerProviderBuilder;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import java.lang.instrument.Instrumentation;
import java.util.logging.Logger;

/**
 * Adds processors to the SDK of the java agent, which set the fields that are current in the application on spans and log records.
 * Public for the service loader only; the README lists the properties.
 */
public final class TelemetryAgentExtension implements AutoConfigurationCustomizerProvider {

    private static final String SPAN = "otel.telemetry-context.span.";
    private static final String LOG = "otel.telemetry-context.log.";

    /** Whether a processor can be added before those that are there: since OpenTelemetry 1.50, which is in agent 2.16. */
    private static final boolean ADDS_FIRST = addsFirst();

    private final Applications applications = new Applications();

    /** For the service loader. */
    public TelemetryAgentExtension() {}

    @Override
    public void customize(AutoConfigurationCustomizer configuration) {
        try {
            applications.observe(instrumentation());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            // The java agent redirects this class, and no other logger, to its own log.
            Logger.getLogger(TelemetryAgentExtension.class.getName())
                    .warning(
                            "telemetry-context-opentelemetry-agent is disabled: it does not run in a version of the OpenTelemetry"
                                    + " java agent that it supports (" + e
                                    + "). Set otel.javaagent.extensions to this jar. An"
                                    + " application that has its own SDK needs telemetry-context-opentelemetry instead");
            return;
        }
        configuration.addTracerProviderCustomizer(this::addSpanProcessor);
        configuration.addLoggerProviderCustomizer(this::addLogRecordProcessor);
        if (!ADDS_FIRST) {
            configuration.addLogRecordProcessorCustomizer(this::beforeExport);
        }
    }

    /** The agent has no stable interface for it. */
    private static Instrumentation instrumentation() throws ReflectiveOperationException {
        Object instrumentation = Class.forName("io.opentelemetry.javaagent.bootstrap.InstrumentationHolder")
                .getMethod("getInstrumentation")
                .invoke(null);
        if (instrumentation == null) {
            throw new IllegalStateException("The agent has no Instrumentation");
        }
        return (Instrumentation) instrumentation;
    }

    private static boolean addsFirst() {
        try {
            SdkLoggerProvider.builder().addLogRecordProcessorFirst(LogRecordProcessor.composite());
            return true;
        } catch (NoSuchMethodError e) {
            return false;
        }
    }

    private SdkTracerProviderBuilder addSpanProcessor(SdkTracerProviderBuilder provider, ConfigProperties properties) {
        AttributeNames names = AttributeNames.of(properties, SPAN);
        return names.isEmpty()
                ? provider
                // Its place does not matter: spans are exported when they end.
                : provider.addSpanProcessor(new FieldsOnSpans(new CurrentFields(applications, names)));
    }

    private SdkLoggerProviderBuilder addLogRecordProcessor(
            SdkLoggerProviderBuilder provider, ConfigProperties properties) {
        AttributeNames names = AttributeNames.of(properties, LOG);
        return names.isEmpty() || !ADDS_FIRST
                ? provider
                : provider.addLogRecordProcessorFirst(new FieldsOnRecords(new CurrentFields(applications, names)));
    }

    /** A processor that exports may read a record before the processors behind it run. */
    private LogRecordProcessor beforeExport(LogRecordProcessor exporting, ConfigProperties properties) {
        AttributeNames names = AttributeNames.of(properties, LOG);
        return names.isEmpty()
                ? exporting
                : LogRecordProcessor.composite(new FieldsOnRecords(new CurrentFields(applications, names)), exporting);
    }
}
