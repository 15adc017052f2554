/** Gives Kotlin's coroutines their telemetry context. */
@org.jspecify.annotations.NullMarked
module io.github.telemetrycontext.coroutines {
    requires static org.jspecify;
    requires transitive io.github.telemetrycontext;
    requires transitive kotlin.stdlib;
    requires transitive kotlinx.coroutines.core;

    exports io.github.telemetrycontext.coroutines;
}
