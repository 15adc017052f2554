package io.github.telemetrycontext.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.ContextDataInjector;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.impl.ContextDataInjectorFactory;
import org.apache.logging.log4j.core.impl.ThreadContextDataInjector;
import org.apache.logging.log4j.spi.ReadOnlyThreadContextMap;
import org.jspecify.annotations.Nullable;

/** The choices that Log4j makes once per JVM. The build sets them with system properties. */
final class JvmMode {

    /**
     * Set by the build: {@code default}, {@code default-before-2.24}, {@code copy-on-write} or {@code garbage-free}.
     */
    private static final String CONTEXT_MAP = System.getProperty("test.contextMap", "default");

    static final boolean ALL_ASYNC = Boolean.getBoolean("test.allAsync");

    /** Whether our injector is disabled, so that only the provider is used. */
    static final boolean PROVIDER_ALONE = "false".equals(System.getProperty("telemetry.context.log4j2.injector"));

    /** Whether all settings have their defaults. */
    static final boolean IS_PLAIN = CONTEXT_MAP.startsWith("default") && !ALL_ASYNC && !PROVIDER_ALONE;

    private JvmMode() {}

    /** Fails if a misspelt property has no effect. */
    static void assertActive(LoggerContext context) {
        assertThat(context instanceof AsyncLoggerContext).isEqualTo(ALL_ASYNC);
        assertThat(ContextDataInjectorFactory.createInjector())
                .isInstanceOf(PROVIDER_ALONE ? injectorOfLog4j() : TelemetryContextDataInjector.class);
        ReadOnlyThreadContextMap map = ThreadContext.getThreadContextMap();
        switch (CONTEXT_MAP) {
            case "default" -> assertThat(nameOf(map)).isNull();
            case "default-before-2.24" -> assertThat(nameOf(map)).isEqualTo("CopyOnWriteSortedArrayThreadContextMap");
            case "copy-on-write" -> assertThat(map).isInstanceOf(CopyOnWriteContextMap.class);
            case "garbage-free" -> assertThat(nameOf(map)).isEqualTo("GarbageFreeSortedArrayThreadContextMap");
            default -> throw new AssertionError("test.contextMap=" + CONTEXT_MAP);
        }
    }

    /** Returns the injector that Log4j uses by default for the context map of this JVM. */
    static Class<? extends ContextDataInjector> injectorOfLog4j() {
        return switch (CONTEXT_MAP) {
            case "copy-on-write", "default-before-2.24" ->
                ThreadContextDataInjector.ForCopyOnWriteThreadContextMap.class;
            case "garbage-free" -> ThreadContextDataInjector.ForGarbageFreeThreadContextMap.class;
            default -> ThreadContextDataInjector.ForDefaultThreadContextMap.class;
        };
    }

    private static @Nullable String nameOf(@Nullable ReadOnlyThreadContextMap map) {
        return map == null ? null : map.getClass().getSimpleName();
    }
}
