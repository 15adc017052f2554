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
    requires context.propagation;
    requires static io.github.telemetrycontext.micrometer;
    // For the beans of LLM libraries.
    requires static io.github.telemetrycontext.langchain4j;
    requires static io.github.telemetrycontext.springai;
    requires static langchain4j.core;
    requires static langchain4j.http.client;
    requires static micrometer.observation;
    requires static spring.ai.client.chat;
    requires static spring.ai.model;
    requires spring.aop;
    // For Brave, the other tracing bridge of Spring Boot.
    requires static brave;
    // For the endpoint.
    requires static spring.boot.actuator;
    requires static spring.boot.actuator.autoconfigure;
    // For OpenTelemetry's SDK.
    requires static io.github.telemetrycontext.opentelemetry;
    requires static io.opentelemetry.api;
    requires static io.opentelemetry.sdk.logs;
    requires static io.opentelemetry.sdk.trace;

    exports io.github.telemetrycontext.springboot;

    // Spring creates the beans and binds the properties by reflection.
    opens io.github.telemetrycontext.springboot to
            spring.beans,
            spring.boot,
            spring.context,
            spring.core;
}
