/** Puts the telemetry context onto the spans and log records of the OpenTelemetry Java agent. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // OpenTelemetry has no descriptors
module io.github.telemetrycontext.opentelemetry.agent {
    requires io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires io.opentelemetry.sdk.logs;
    requires io.opentelemetry.sdk.trace;
    // For a configuration file of the agent.
    requires static io.opentelemetry.api.incubator;
    requires static io.opentelemetry.sdk;
    requires java.instrument;
    requires java.logging;
    requires static org.jspecify;
    requires transitive io.opentelemetry.sdk.autoconfigure.spi;

    exports io.github.telemetrycontext.opentelemetry.agent;

    provides io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider with
            io.github.telemetrycontext.opentelemetry.agent.TelemetryAgentExtension;
    provides io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider with
            io.github.telemetrycontext.opentelemetry.agent.TelemetrySpanComponent,
            io.github.telemetrycontext.opentelemetry.agent.TelemetryLogRecordComponent;
}
