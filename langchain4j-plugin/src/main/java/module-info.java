/** Sets the request and the model of each LangChain4j call in the telemetry context. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"
}) // LangChain4j has no descriptors; the digit is part of its name
module io.github.telemetrycontext.langchain4j {
    requires static org.jspecify;
    requires transitive io.github.telemetrycontext;
    requires transitive langchain4j.core;
    // Only for applications with AI services or with LangChain4j's HTTP clients.
    requires static langchain4j;
    requires static langchain4j.http.client;

    exports io.github.telemetrycontext.langchain4j;

    uses dev.langchain4j.spi.guardrail.OutputGuardrailExecutorBuilderFactory;

    provides dev.langchain4j.spi.guardrail.OutputGuardrailExecutorBuilderFactory with
            io.github.telemetrycontext.langchain4j.NumberingGuardrailExecutorFactory;
}
