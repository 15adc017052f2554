package io.github.telemetrycontext.opentelemetry.agent;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the contexts of one application, by {@code TelemetryContext.current()} and {@code toMap()}. Thread-safe. */
final class ContextReader {

    /** A power of two. If more contexts are in use, their attributes are created again. */
    private static final int KEPT = 256;

    private final AttributeNames names;
    private final MethodHandle current;
    private final MethodHandle toMap;

    /**
     * The attributes of recent contexts, by identity hash code. A race is harmless, because threads create equal
     * attributes.
     */
    private final AtomicReferenceArray<@Nullable Kept> kept = new AtomicReferenceArray<>(KEPT);

    private record Kept(Object context, FieldAttributes attributes) {}

    private ContextReader(AttributeNames names, MethodHandle current, MethodHandle toMap) {
        this.names = names;
        this.current = current;
        this.toMap = toMap;
    }

    /** Returns a reader and never fails. If the class lacks these methods, the reader reads each context as empty. */
    static ContextReader of(Class<?> type, AttributeNames names) {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            return new ContextReader(
                    names,
                    lookup.findStatic(type, "current", MethodType.methodType(type))
                            .asType(MethodType.methodType(Object.class)),
                    lookup.findVirtual(type, "toMap", MethodType.methodType(Map.class))
                            .asType(MethodType.methodType(Map.class, Object.class)));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Logger.getLogger(TelemetryAgentExtension.class.getName())
                    .warning("telemetry-context-opentelemetry-agent can't read the fields of an application (" + e
                            + "). Use the version of the application's telemetry-context-core, or an older one");
            return new ContextReader(
                    names,
                    MethodHandles.constant(Object.class, ""),
                    MethodHandles.dropArguments(MethodHandles.constant(Map.class, Map.of()), 0, Object.class));
        }
    }

    /** Returns the attributes of the context that is current on this thread. */
    FieldAttributes current() {
        try {
            Object context = (Object) current.invokeExact();
            int slot = System.identityHashCode(context) & (KEPT - 1);
            Kept found = kept.get(slot);
            if (found == null || found.context != context) {
                found = new Kept(context, names.of((Map<?, ?>) (Map) toMap.invokeExact(context)));
                kept.set(slot, found);
            }
            return found.attributes;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
