/** Wires the telemetry context into a Spring Boot application. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Spring has no descriptors
module io.github.telemetrycontext.springboot {
    requires static org.jspecify;
    requires transitive io.github.telemetrycontext;
    requires org.slf4j;
    requires spring.beans;
    requires spring.boot;
    requires spring.boot.autoconfigure;
    requires spring.context;
    requires spring.core;
    // For applications with Logback; Log4j needs nothing here.
    requires static ch.qos.logback.classic;
    requires static io.github.telemetrycontext.logback;
    // For the filters.
    requires static jakarta.servlet;
    requires static reactor.core;
    requires static spring.web;
    // For Reactor and Spring's executors.
    requires static context.propagation;
    requires static io.github.telemetrycontext.micrometer;
    // For OpenTelemetry's SDK.
    requires static io.github.telemetrycontext.opentelemetry;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.sdk.logs;
    requires static io.opentelemetry.sdk.trace;

    exports io.github.telemetrycontext.springboot;

    // Spring makes the beans, and binds the properties.
    opens io.github.telemetrycontext.springboot to
            spring.beans,
            spring.boot,
            spring.context,
            spring.core;
}
