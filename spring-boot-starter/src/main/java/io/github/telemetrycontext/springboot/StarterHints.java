package io.github.telemetrycontext.springboot;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/** Registers the methods that the starter calls by reflection, for native images. */
final class StarterHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        for (String check : TelemetryContextEndpoint.SELF_CHECKS) {
            hints.reflection()
                    .registerTypeIfPresent(
                            loader,
                            check,
                            type -> type.withMethod(
                                    "print",
                                    TypeReference.listOf(PrintStream.class, String[].class),
                                    ExecutableMode.INVOKE));
        }
    }
}
