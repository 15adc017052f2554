/** Puts the telemetry context into every Logback event. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // the encoder has no descriptor
module io.github.telemetrycontext.logback {
    requires static org.jspecify;
    requires transitive io.github.telemetrycontext;
    requires transitive ch.qos.logback.classic;
    requires transitive ch.qos.logback.core;
    requires transitive org.slf4j;
    // For the users of logstash-logback-encoder 9, who have Jackson from it: the entry writer.
    requires static logstash.logback.encoder;
    requires static tools.jackson.core;

    exports io.github.telemetrycontext.logback;

    uses ch.qos.logback.classic.spi.Configurator;

    provides ch.qos.logback.classic.spi.Configurator with
            io.github.telemetrycontext.logback.TelemetryConfigurator;
}
