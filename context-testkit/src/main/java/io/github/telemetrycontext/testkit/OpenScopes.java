package io.github.telemetrycontext.testkit;

import io.github.telemetrycontext.TelemetryContext;
import io.github.telemetrycontext.TelemetryContext.Scope;
import io.github.telemetrycontext.spi.ScopeListener;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Records each open scope with the stack trace of its opener. The class is public only for the service loader, which
 * installs it if this jar is on the classpath. Each opened scope then costs a stack trace.
 */
public final class OpenScopes implements ScopeListener {

    private static final Object LOCK = new Object();
    private static final Map<Scope, Opening> OPEN = new LinkedHashMap<>();

    /** Creates the listener. Called by the service loader. */
    public OpenScopes() {}

    @Override
    public void opened(Scope scope, TelemetryContext context) {
        Opening opening = new Opening(scope, context);
        synchronized (LOCK) {
            OPEN.put(scope, opening);
        }
    }

    @Override
    public void closed(Scope scope) {
        synchronized (LOCK) {
            OPEN.remove(scope);
            LOCK.notifyAll();
        }
    }

    /** Returns the scopes that are open now, the latest first. */
    static List<Opening> latestFirst() {
        synchronized (LOCK) {
            return OPEN.values().stream()
                    .sorted(Comparator.comparingLong((Opening opening) -> opening.number)
                            .reversed())
                    .toList();
        }
    }

    /**
     * Returns the matching scopes that are still open at the deadline. Returns earlier if no matching scope is open.
     *
     * @param deadline a value of {@link System#nanoTime()}
     */
    static List<Opening> stillOpen(Predicate<Opening> wanted, long deadline) throws InterruptedException {
        synchronized (LOCK) {
            while (true) {
                List<Opening> found = latestFirst().stream().filter(wanted).toList();
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (found.isEmpty() || millis <= 0) {
                    return found;
                }
                LOCK.wait(millis);
            }
        }
    }

    /**
     * Returns whether the core has loaded this listener. The core does not find it if a parent of this class loader has
     * loaded the core.
     */
    static boolean isInstalled() {
        try (Scope scope = TelemetryContext.current().makeCurrent()) {
            synchronized (LOCK) {
                return OPEN.containsKey(scope);
            }
        }
    }

    static void forget(Opening opening) {
        synchronized (LOCK) {
            OPEN.remove(opening.scope);
        }
    }

    /** The stack trace of the code that opened a scope. */
    static final class Opening extends Throwable {

        private static final long serialVersionUID = 1L;

        private static long count;

        final transient Scope scope;
        final transient Thread thread = Thread.currentThread();
        private final long number;

        Opening(Scope scope, TelemetryContext context) {
            super(context + ", opened on thread " + Thread.currentThread().getName());
            this.scope = scope;
            synchronized (LOCK) {
                this.number = count++;
            }
        }
    }
}
