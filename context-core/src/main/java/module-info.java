/** The immutable context of an LLM call, its scopes and its propagation. */
@org.jspecify.annotations.NullMarked
module io.github.telemetrycontext {
    requires static com.google.errorprone.annotations;
    requires static org.jspecify;

    exports io.github.telemetrycontext;
    exports io.github.telemetrycontext.spi;

    uses io.github.telemetrycontext.spi.ContextCarrier;
    uses io.github.telemetrycontext.spi.ScopeListener;
}
