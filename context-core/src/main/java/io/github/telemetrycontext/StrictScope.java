package io.github.telemetrycontext;

import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reports misuse of a scope in strict mode with the stack trace of the opener. Closing on another thread or out of
 * order throws an {@link IllegalStateException}. A scope that is never closed is reported in the log {@code
 * io.github.telemetrycontext}.
 */
final class StrictScope extends CarriedScope {

    private final Opening opening;

    private StrictScope(TelemetryContext context, @Nullable Object outer) {
        super(context, outer);
        opening = new Opening(context.toString());
        Watch.over(this, opening);
    }

    static OpenScope open(TelemetryContext context, @Nullable Object outer) {
        return new StrictScope(context, outer);
    }

    @Override
    void closed() {
        opening.end();
    }

    @Override
    void closedByAnotherThread(Thread opener) {
        throw new IllegalStateException(
                "The scope of " + opening.context + " was closed on thread "
                        + Thread.currentThread().getName() + ", which has no effect. Close it on thread "
                        + opener.getName() + ", which opened it",
                opening);
    }

    @Override
    void closedOutOfOrder() {
        opening.end();
        throw new IllegalStateException(
                "The scope of " + opening.context + " was closed out of order: " + CurrentContext.get()
                        + " is current. Close scopes in the reverse order of their opening, preferably with try-with-resources",
                opening);
    }

    @Override
    void unwound(@Nullable Object innermost) {
        opening.end();
        IllegalStateException failure = null;
        for (Object next = innermost; next instanceof StrictScope scope && scope != this; next = scope.outer) {
            if (scope.isOpen()) {
                scope.opening.end();
                IllegalStateException found = new IllegalStateException(
                        "The scope of " + scope.opening.context
                                + " was never closed. Close it in the block that opened it, preferably with try-with-resources",
                        scope.opening);
                if (failure == null) {
                    failure = found;
                } else {
                    failure.addSuppressed(found);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** The stack trace of the opener. It does not refer to the scope, so the scope can be garbage collected. */
    private static final class Opening extends Throwable {

        private static final long serialVersionUID = 1L;

        private final String context;
        private final AtomicBoolean ended = new AtomicBoolean();

        Opening(String context) {
            super(context + " opened on thread " + Thread.currentThread().getName());
            this.context = context;
        }

        void end() {
            ended.set(true);
            Watch.OPEN.remove(this);
        }

        void reportNeverClosed() {
            if (ended.compareAndSet(false, true)) {
                Watch.OPEN.remove(this);
                CoreLog.log(System.Logger.Level.ERROR, "A scope was never closed: " + getMessage(), this);
            }
        }
    }

    /** A separate class, so that without strict mode there is no cleaner thread and no shutdown hook. */
    private static final class Watch {

        static final Set<Opening> OPEN = ConcurrentHashMap.newKeySet();

        private static final Cleaner CLEANER = Cleaner.create();

        static {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> OPEN.forEach(Opening::reportNeverClosed), "telemetry-context-strict-report"));
        }

        static void over(StrictScope scope, Opening opening) {
            OPEN.add(opening);
            CLEANER.register(scope, opening::reportNeverClosed);
        }
    }
}
