package io.github.telemetrycontext.samples;

import java.util.Optional;

/** {@code Thread.startVirtualThread}, looked up, because the samples are compiled for JDK 17. */
final class VirtualThreads {

    private VirtualThreads() {}

    /** The started thread, or empty on a JDK without virtual threads. */
    static Optional<Thread> start(Runnable task) {
        try {
            return Optional.of((Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }
}
