package io.github.telemetrycontext.springboot;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if the core is there and not older than the starter. Whatever Spring creates by name refers to no class of the
 * core, so that an application without the core starts.
 */
final class OnCore extends SpringBootCondition {

    /** What the starter uses of the core, by name, because a class literal would need the class. */
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
