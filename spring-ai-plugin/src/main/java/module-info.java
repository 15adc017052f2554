/** Sets the session, request and model of each Spring AI call in the telemetry context. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Spring and Reactor have no descriptors
module io.github.telemetrycontext.springai {
    requires static org.jspecify;
    requires transitive io.github.telemetrycontext;
    requires transitive reactor.core;
    requires transitive spring.ai.client.chat;
    requires transitive spring.ai.model;
    requires micrometer.commons;
    requires transitive micrometer.observation;
    requires org.reactivestreams;
    requires spring.core;

    exports io.github.telemetrycontext.springai;
}
