package io.github.telemetrycontext;

import io.github.telemetrycontext.spi.UnwindableScope;
import org.jspecify.annotations.Nullable;

/** A scope, and a link in the chain of the scopes of its thread. */
class OpenScope implements UnwindableScope {

    final TelemetryContext context;

    /** The previous value of the slot, see {@link CurrentContext}. It may be a scope that is already closed. */
    final @Nullable Object outer;

    /** The thread of the scope, or null once the scope is closed. */
    private @Nullable Thread opener = Thread.currentThread();

    OpenScope(TelemetryContext context, @Nullable Object outer) {
        this.context = context;
        this.outer = outer;
    }

    @Override
    public final void close() {
        Thread thread = opener;
        if (thread == null) {
            return;
        }
        if (thread != Thread.currentThread()) {
            closedByAnotherThread(thread);
            return;
        }
        opener = null;
        boolean inOrder = CurrentContext.held() == this;
        if (inOrder) {
            restoreOuter(this);
        } else if (Carrier.INSTALLED != null) {
            CarriedScope.detach(this, outer);
        }
        try {
            ScopeListeners.closed(this);
        } finally {
            if (inOrder) {
                closed();
            } else {
                closedOutOfOrder();
            }
        }
    }

    @Override
    public final void unwind() {
        Object innermost = CurrentContext.held();
        if (innermost == this || !isIn(innermost)) {
            close();
            return;
        }
        boolean wasOpen = isOpen();
        opener = null;
        restoreOuter(innermost);
        try {
            if (wasOpen) {
                ScopeListeners.closed(this);
            }
        } finally {
            unwound(innermost);
        }
    }

    private void restoreOuter(@Nullable Object innermost) {
        Object open = firstOpen(outer);
        CurrentContext.hold(open);
        if (Carrier.INSTALLED != null) {
            CarriedScope.detach(innermost, open);
        }
    }

    final boolean isOpen() {
        return opener != null;
    }

    /** Returns whether this is a link of the given chain. If so, this scope belongs to the current thread. */
    private boolean isIn(@Nullable Object chain) {
        Object next = chain;
        while (next != this && next instanceof OpenScope scope) {
            next = scope.outer;
        }
        return next == this;
    }

    /** Skips closed scopes. Returns the first open scope, or the value of the slot outside of all scopes. */
    static @Nullable Object firstOpen(@Nullable Object held) {
        Object next = held;
        while (next instanceof OpenScope scope && !scope.isOpen()) {
            next = scope.outer;
        }
        return next;
    }

    /** Hook of strict mode. */
    void closed() {}

    /** Hook of strict mode. */
    void closedByAnotherThread(Thread opener) {}

    /** Hook of strict mode. */
    void closedOutOfOrder() {}

    /** Hook of strict mode. Called if other scopes were open inside this scope. */
    void unwound(@Nullable Object innermost) {}
}
