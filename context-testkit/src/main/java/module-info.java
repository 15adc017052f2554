/** A JUnit extension that fails on leaked scopes, and a contract test that plugins extend. */
@org.jspecify.annotations.NullMarked
module io.github.telemetrycontext.testkit {
    requires static org.jspecify;
    requires transitive io.github.telemetrycontext;
    requires transitive org.junit.jupiter.api;

    exports io.github.telemetrycontext.testkit;

    provides io.github.telemetrycontext.spi.ScopeListener with
            io.github.telemetrycontext.testkit.OpenScopes;
    provides org.junit.jupiter.api.extension.Extension with
            io.github.telemetrycontext.testkit.TelemetryContextExtension;
}
