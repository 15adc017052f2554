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
 * Remembers each open scope and who opened it. Public for the service loader only, which installs it when this jar is on
 * the class path: from then on, opening a scope takes a stack trace.
 */
public final class OpenScopes implements ScopeListener {

    private static final Object LOCK = new Object();
    private static final Map<Scope, Opening> OPEN = new LinkedHashMap<>();

    /** For the service loader. */
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

    /** The scopes that are open now, the latest first. */
    static List<Opening> latestFirst() {
        synchronized (LOCK) {
            return OPEN.values().stream()
                    .sorted(Comparator.comparingLong((Opening opening) -> opening.number)
                            .reversed())
                    .toList();
        }
    }

    /**
     * The scopes that match and are still open at the deadline; returns earlier if there are none.
     *
     * @param deadline by {@link System#nanoTime()}
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

    /** Whether the core has found this listener, which it does not if a parent of our class loader has loaded it. */
    static boolean hearsOfScopes() {
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
