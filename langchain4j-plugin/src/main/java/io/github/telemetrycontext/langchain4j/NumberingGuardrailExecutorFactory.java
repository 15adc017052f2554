package io.github.telemetrycontext.langchain4j;

import dev.langchain4j.guardrail.OutputGuardrailExecutor;
import dev.langchain4j.guardrail.OutputGuardrailExecutor.OutputGuardrailExecutorBuilder;
import dev.langchain4j.spi.guardrail.OutputGuardrailExecutorBuilderFactory;
import io.github.telemetrycontext.TelemetryContext;
import java.util.ServiceLoader;

/**
 * Lets LangChain4j run output guardrails with an executor that numbers the attempts in {@code sampling_iteration}, for
 * services that ask for it with {@link TelemetryAiService#numberAttempts()}. For others it does what LangChain4j's own does.
 *
 * <p>It is a service, so there is nothing to call. LangChain4j takes the first factory that it finds; this one hands over to
 * any other.
 */
public final class NumberingGuardrailExecutorFactory implements OutputGuardrailExecutorBuilderFactory {

    /** Without the core, or with one of another version, LangChain4j's own executor runs the guardrails. */
    private static final boolean HAS_CORE = hasCore();

    /** For the service loader. */
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
