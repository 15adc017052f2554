package io.github.telemetrycontext.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.aot.hint.predicate.RuntimeHintsPredicates.reflection;

import io.github.telemetrycontext.logback.TelemetrySelfCheck;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** The hints for native images, found by Spring. */
class StarterHintsTest {

    @Test
    void hintsNameSelfCheckThatEndpointCallsByReflection() throws Exception {
        RuntimeHints hints = new RuntimeHints();
        SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
                .load(RuntimeHintsRegistrar.class)
                .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));

        assertThat(reflection()
                        .onMethod(TelemetrySelfCheck.class.getMethod("print", PrintStream.class, String[].class))
                        .invoke())
                .accepts(hints);
    }
}
