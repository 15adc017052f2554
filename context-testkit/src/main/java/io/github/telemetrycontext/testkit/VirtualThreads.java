package io.github.telemetrycontext.testkit;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Starts virtual threads by reflection, because the test kit is compiled for JDK 17. */
final class VirtualThreads {

    private static final @Nullable Method START = find();

    /** True on JDK 21 and later. Earlier JDKs have virtual threads only as a preview, or not at all. */
    static final boolean EXIST = START != null && Runtime.version().feature() >= 21;

    private VirtualThreads() {}

    private static @Nullable Method find() {
        try {
            return Thread.class.getMethod("startVirtualThread", Runnable.class);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    static void start(Runnable task) throws ReflectiveOperationException {
        if (START == null) {
            throw new NoSuchMethodException("Thread.startVirtualThread");
        }
        START.invoke(null, task);
    }
}
