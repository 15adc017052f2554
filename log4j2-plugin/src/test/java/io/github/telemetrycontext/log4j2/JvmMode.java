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

/** What Log4j chose once for this JVM, and what the build meant to choose by system properties. */
final class JvmMode {

    /** Named by the build: {@code default}, {@code copy-on-write} or {@code garbage-free}. */
    private static final String CONTEXT_MAP = System.getProperty("test.contextMap", "default");

    static final boolean ALL_ASYNC = Boolean.getBoolean("test.allAsync");

    private JvmMode() {}

    /** Fails if a property was misspelt and everything runs with Log4j's defaults. */
    static void assertActive(LoggerContext context) {
        assertThat(context instanceof AsyncLoggerContext).isEqualTo(ALL_ASYNC);
        ReadOnlyThreadContextMap map = ThreadContext.getThreadContextMap();
        ContextDataInjector injector = ContextDataInjectorFactory.createInjector();
        switch (CONTEXT_MAP) {
            case "default" -> {
                assertThat(nameOf(map)).isNull();
                assertThat(injector).isInstanceOf(ThreadContextDataInjector.ForDefaultThreadContextMap.class);
            }
            case "copy-on-write" -> {
                assertThat(map).isInstanceOf(CopyOnWriteContextMap.class);
                assertThat(injector).isInstanceOf(ThreadContextDataInjector.ForCopyOnWriteThreadContextMap.class);
            }
            case "garbage-free" -> {
                assertThat(nameOf(map)).isEqualTo("GarbageFreeSortedArrayThreadContextMap");
                assertThat(injector).isInstanceOf(ThreadContextDataInjector.ForGarbageFreeThreadContextMap.class);
            }
            default -> throw new AssertionError("test.contextMap=" + CONTEXT_MAP);
        }
    }

    private static @Nullable String nameOf(@Nullable ReadOnlyThreadContextMap map) {
        return map == null ? null : map.getClass().getSimpleName();
    }
}
