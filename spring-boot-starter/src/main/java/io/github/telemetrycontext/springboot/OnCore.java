package io.github.telemetrycontext.springboot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if the core exists and is not older than the starter. Classes that Spring creates by name refer to no class
 * of the core. An application without the core can therefore start.
 */
final class OnCore extends SpringBootCondition {

    /** The classes of the core that the starter needs. Names, because class literals would load the classes. */
    private static final List<String> CLASSES = List.of(
            "io.github.telemetrycontext.TelemetryContext",
            "io.github.telemetrycontext.SessionPolicy",
            "io.github.telemetrycontext.spi.InboundText",
            "io.github.telemetrycontext.spi.UnwindableScope");

    static @Nullable String missingClass() {
        return CLASSES.stream().filter(name -> !Classpath.has(name)).findFirst().orElse(null);
    }

    @Override
    public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
        String missing = missingClass();
        return missing == null
                ? ConditionOutcome.match()
                : ConditionOutcome.noMatch("telemetry-context-core has no class " + missing);
    }
}
