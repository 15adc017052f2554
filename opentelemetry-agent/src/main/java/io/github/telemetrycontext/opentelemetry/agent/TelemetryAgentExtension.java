package io.github.telemetrycontext.opentelemetry.agent;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import java.lang.instrument.Instrumentation;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Adds processors to the SDK of the Java agent. They set the application's current fields on spans and log records.
 * Public for the service loader only; docs/opentelemetry-agent.md lists the properties.
 */
public final class TelemetryAgentExtension implements AutoConfigurationCustomizerProvider {

    private static final String SPAN = "otel.telemetry-context.span.";
    private static final String LOG = "otel.telemetry-context.log.";

    /** Whether a processor can be added before the existing ones, as since OpenTelemetry 1.50 (agent 2.16). */
    private static final boolean ADDS_FIRST = addsFirst();

    /** The Java agent redirects this class, and no other logger, to its own log. */
    static final Logger LOGGER = Logger.getLogger(TelemetryAgentExtension.class.getName());

    private static final AtomicBoolean WARNED = new AtomicBoolean();

    /** Creates the extension for the service loader. */
    public TelemetryAgentExtension() {}

    @Override
    public void customize(AutoConfigurationCustomizer configuration) {
        Instrumentation instrumentation = instrumentation();
        if (instrumentation == null) {
            return;
        }
        // As the first processor, it searches few attributes. The order has no other effect, because spans are exported
        // at their end.
        configuration.addTracerProviderCustomizer((provider, properties) -> fields(SPAN, properties, instrumentation)
                .map(FieldsOnSpans::new)
                .map(ours -> ADDS_FIRST ? provider.addSpanProcessorFirst(ours) : provider.addSpanProcessor(ours))
                .orElse(provider));
        // A processor that exports may read a record before the processors behind it run.
        if (ADDS_FIRST) {
            configuration.addLoggerProviderCustomizer((provider, properties) -> fields(LOG, properties, instrumentation)
                    .map(fields -> provider.addLogRecordProcessorFirst(new FieldsOnRecords(fields)))
                    .orElse(provider));
        } else {
            configuration.addLogRecordProcessorCustomizer(
                    (exporting, properties) -> fields(LOG, properties, instrumentation)
                            .map(fields -> LogRecordProcessor.composite(new FieldsOnRecords(fields), exporting))
                            .orElse(exporting));
        }
    }

    private static Optional<CurrentFields> fields(
            String prefix, ConfigProperties properties, Instrumentation instrumentation) {
        AttributeNames names = AttributeNames.of(properties, prefix);
        return names.isEmpty() ? Optional.empty() : Optional.of(new CurrentFields(names, instrumentation));
    }

    /** Returns the instrumentation of the agent. Without an agent, returns null and logs one warning. */
    static @Nullable Instrumentation instrumentation() {
        try {
            // The agent has no stable interface for its instrumentation.
            Object instrumentation = Class.forName("io.opentelemetry.javaagent.bootstrap.InstrumentationHolder")
                    .getMethod("getInstrumentation")
                    .invoke(null);
            if (instrumentation == null) {
                throw new IllegalStateException("The agent has no Instrumentation");
            }
            return (Instrumentation) instrumentation;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            if (!WARNED.getAndSet(true)) {
                LOGGER.warning("telemetry-context-opentelemetry-agent is disabled: it runs without the"
                        + " OpenTelemetry Java agent, or with an unsupported version of it (" + e
                        + "). Set otel.javaagent.extensions to this jar. An application that has its own SDK needs"
                        + " telemetry-context-opentelemetry instead");
            }
            return null;
        }
    }

    private static boolean addsFirst() {
        try {
            SdkLoggerProvider.builder().addLogRecordProcessorFirst(LogRecordProcessor.composite());
            return true;
        } catch (NoSuchMethodError e) {
            return false;
        }
    }
}
