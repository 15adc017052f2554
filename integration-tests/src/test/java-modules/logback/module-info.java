module com.example.client {
    requires io.github.telemetrycontext.logback;
    requires logstash.logback.encoder;
    // The encoder has no descriptor that requires this module.
    requires tools.jackson.databind;
}
