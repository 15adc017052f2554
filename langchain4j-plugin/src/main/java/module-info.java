/** Gives each call of a LangChain4j model its request and model in the telemetry context. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"
}) // LangChain4j has no descriptors; the digit belongs to its name
module io.github.telemetrycontext.langchain4j {
    requires static org.jspecify;
    requires transitive io.github.telemetrycontext;
    requires transitive langchain4j.core;
    // For those who have AI services, and clients of its HTTP.
    requires static langchain4j;
    requires static langchain4j.http.client;

    exports io.github.telemetrycontext.langchain4j;

    uses dev.langchain4j.spi.guardrail.OutputGuardrailExecutorBuilderFactory;

    provides dev.langchain4j.spi.guardrail.OutputGuardrailExecutorBuilderFactory with
            io.github.telemetrycontext.langchain4j.NumberingGuardrailExecutorFactory;
}
