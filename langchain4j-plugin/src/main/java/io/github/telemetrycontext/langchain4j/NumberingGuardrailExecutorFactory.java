package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.guardrail.OutputGuardrailExecutor;
import dev.langchain4j.guardrail.OutputGuardrailExecutor.OutputGuardrailExecutorBuilder;
import dev.langchain4j.spi.guardrail.OutputGuardrailExecutorBuilderFactory;
import java.util.ServiceLoader;

/**
 * Lets LangChain4j run output guardrails with an executor that numbers the attempts in {@code sampling_iteration}, for
 * services that ask for it with {@link TelemetryAiService#numberAttempts()}. For others it does what LangChain4j's own does.
 *
 * <p>It is a service, so there is nothing to call. LangChain4j takes the first factory that it finds; this one hands over to
 * any other.
 */
public final class NumberingGuardrailExecutorFactory implements OutputGuardrailExecutorBuilderFactory {

    /** For the service loader. */
    public NumberingGuardrailExecutorFactory() {}

    @Override
    public OutputGuardrailExecutorBuilder getBuilder() {
        return ServiceLoader.load(OutputGuardrailExecutorBuilderFactory.class).stream()
                .filter(factory -> factory.type() != NumberingGuardrailExecutorFactory.class)
                .findFirst()
                .map(factory -> factory.get().getBuilder())
                .orElseGet(Builder::new);
    }

    private static final class Builder extends OutputGuardrailExecutorBuilder {

        @Override
        public OutputGuardrailExecutor build() {
            return new NumberingGuardrailExecutor(config(), guardrails());
        }
    }
}
