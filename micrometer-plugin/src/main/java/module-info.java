/** Propagates the telemetry context with Micrometer's context propagation. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has no descriptor
module io.github.telemetrycontext.micrometer {
    requires static org.jspecify;
    requires transitive context.propagation;
    requires transitive io.github.telemetrycontext;

    exports io.github.telemetrycontext.micrometer;

    provides io.micrometer.context.ThreadLocalAccessor with
            io.github.telemetrycontext.micrometer.TelemetryContextThreadLocalAccessor;
}
