/** Puts the telemetry context into every Log4j2 event. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the digit belongs to the name of the framework
module io.github.telemetrycontext.log4j2 {
    requires static org.jspecify;
    requires transitive io.github.telemetrycontext;
    requires transitive org.apache.logging.log4j;
    requires transitive org.apache.logging.log4j.core;
    // For the users of JsonTemplateLayout: the resolver and the event templates.
    requires static org.apache.logging.log4j.layout.template.json;

    exports io.github.telemetrycontext.log4j2;

    uses org.apache.logging.log4j.core.util.ContextDataProvider;
    uses org.apache.logging.log4j.util.PropertySource;

    provides org.apache.logging.log4j.core.util.ContextDataProvider with
            io.github.telemetrycontext.log4j2.TelemetryContextDataProvider;
    provides org.apache.logging.log4j.util.PropertySource with
            io.github.telemetrycontext.log4j2.TelemetryContextPropertySource;
}
