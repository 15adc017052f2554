package io.github.telemetrycontext.samples;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/** Calls JDK methods that are newer than 17 by reflection, because the samples are compiled for 17. */
final class NewerJdk {

    private NewerJdk() {}

    /** Calls {@code Thread.startVirtualThread}. Returns the started thread, or empty before JDK 21. */
    static Optional<Thread> startVirtualThread(Runnable task) {
        try {
            return Optional.of((Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * Runs the tasks as forks of a {@code StructuredTaskScope} and joins them. It is a preview of JDK 25.
     *
     * @return false if this JDK has no such scope; no task has run then
     */
    static boolean forkAndJoin(List<Runnable> tasks) {
        Method open;
        Method fork;
        Method join;
        try {
            Class<?> type = Class.forName("java.util.concurrent.StructuredTaskScope");
            open = type.getMethod("open");
            fork = type.getMethod("fork", Runnable.class);
            join = type.getMethod("join");
        } catch (ReflectiveOperationException e) {
            return false;
        }
        try (AutoCloseable scope = (AutoCloseable) open.invoke(null)) {
            for (Runnable task : tasks) {
                fork.invoke(scope, task);
            }
            join.invoke(scope);
            return true;
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
