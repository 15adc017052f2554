package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.guardrail.OutputGuardrailExecutor;
import dev.langchain4j.guardrail.OutputGuardrailExecutor.OutputGuardrailExecutorBuilder;
import dev.langchain4j.spi.guardrail.OutputGuardrailExecutorBuilderFactory;
import io.github.telemetrycontext.TelemetryContext;
import java.util.ServiceLoader;

/**
 * Makes LangChain4j run output guardrails with an executor that numbers the attempts in {@code sampling_iteration}. The
 * executor numbers only the attempts of services that use {@link TelemetryAiService#numberAttempts()}. For others, it
 * works as LangChain4j's own executor.
 *
 * <p>LangChain4j finds this class as a service, so applications don't call it. LangChain4j uses the first factory that
 * it finds. This factory delegates to any other factory.
 */
public final class NumberingGuardrailExecutorFactory implements OutputGuardrailExecutorBuilderFactory {

    /** False without the core, or with another version of it. LangChain4j's own executor then runs the guardrails. */
    private static final boolean HAS_CORE = hasCore();

    /** Creates the factory. Called by the service loader. */
    public NumberingGuardrailExecutorFactory() {}

    private static boolean hasCore() {
        try {
            AttemptOwner.of(TelemetryContext.current());
            return true;
        } catch (LinkageError e) {
            System.getLogger("io.github.telemetrycontext")
                    .log(
                            System.Logger.Level.WARNING,
                            "telemetry-context-langchain4j is disabled: telemetry-context-core is missing or has another version ("
                                    + e
                                    + "). Add telemetry-context-core of the same version, for example with telemetry-context-bom.");
            return false;
        }
    }

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
            return HAS_CORE ? new NumberingGuardrailExecutor(config(), guardrails()) : super.build();
        }
    }
}
