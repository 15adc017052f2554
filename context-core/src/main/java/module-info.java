/** The immutable context of an LLM call, its scopes and its propagation. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the plugins do not exist yet when the core is compiled
module io.github.telemetrycontext {
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;

    exports io.github.telemetrycontext;
    exports io.github.telemetrycontext.spi;
    exports io.github.telemetrycontext.internal to
            io.github.telemetrycontext.log4j2,
            io.github.telemetrycontext.logback;

    uses io.github.telemetrycontext.spi.ContextCarrier;
    uses io.github.telemetrycontext.spi.ScopeListener;
}
