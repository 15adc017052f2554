/** Puts the telemetry context onto OpenTelemetry spans and log records, and into OpenTelemetry's own context. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // OpenTelemetry has no descriptors
module io.github.telemetrycontext.opentelemetry {
    requires java.logging;
    requires static org.jspecify;
    requires transitive io.github.telemetrycontext;
    requires transitive io.opentelemetry.api;
    requires transitive io.opentelemetry.context;
    // For applications that use the SDK: the processors.
    requires static io.opentelemetry.sdk.logs;
    requires static io.opentelemetry.sdk.trace;
    // For applications whose SDK configures itself: the service that adds the processors.
    requires static io.opentelemetry.sdk.autoconfigure.spi;
    // For applications whose SDK reads a configuration file: the names of the processors in it.
    requires static io.opentelemetry.api.incubator;
    requires static io.opentelemetry.sdk;

    exports io.github.telemetrycontext.opentelemetry;

    provides io.github.telemetrycontext.spi.ContextCarrier with
            io.github.telemetrycontext.opentelemetry.OpenTelemetryContextCarrier;
    provides io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider with
            io.github.telemetrycontext.opentelemetry.TelemetryAutoConfiguration;
    provides io.opentelemetry.sdk.autoconfigure.spi.internal.ComponentProvider with
            io.github.telemetrycontext.opentelemetry.TelemetrySpanComponent,
            io.github.telemetrycontext.opentelemetry.TelemetryLogRecordComponent;
}
