package io.github.telemetrycontext;

import org.jspecify.annotations.Nullable;

/** A scope, and a link in the chain of those that are open on its thread. */
class OpenScope implements TelemetryContext.Scope {

    final TelemetryContext context;

    /** What the slot held before: the next outer scope, open or not, or what the slot holds without any. */
    final @Nullable Object outer;

    /** Null once closed. */
    private @Nullable Thread owner;

    OpenScope(TelemetryContext context, @Nullable Object outer) {
        this.context = context;
        this.outer = outer;
        this.owner = Thread.currentThread();
    }

    @Override
    public final void close() {
        Thread opener = owner;
        if (opener == null) {
            return;
        }
        if (opener != Thread.currentThread()) {
            closedByAnotherThread(opener);
            return;
        }
        owner = null;
        boolean inOrder = CurrentContext.held() == this;
        if (inOrder) {
            CurrentContext.hold(nextOpen());
        }
        if (CarriedScope.CARRIER != null) {
            CarriedScope.detach(this, inOrder ? CurrentContext.held() : outer);
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

    /** Closes this scope and with it those that were opened above it and left open. */
    final void unwind() {
        owner = null;
        Object top = CurrentContext.held();
        CurrentContext.hold(nextOpen());
        if (CarriedScope.CARRIER != null) {
            CarriedScope.detach(top, CurrentContext.held());
        }
        try {
            ScopeListeners.closed(this);
        } finally {
            if (top == this) {
                closed();
            } else {
                unwoundWithOpenScopes(top);
            }
        }
    }

    final boolean isOpen() {
        return owner != null;
    }

    private @Nullable Object nextOpen() {
        Object next = outer;
        while (next instanceof OpenScope scope && !scope.isOpen()) {
            next = scope.outer;
        }
        return next;
    }

    /** Hook of a carrier. */
    void opened() {}

    /** Hook of strict mode. */
    void closed() {}

    /** Hook of strict mode. */
    void closedByAnotherThread(Thread opener) {}

    /** Hook of strict mode. */
    void closedOutOfOrder() {}

    /** Hook of strict mode. */
    void unwoundWithOpenScopes(@Nullable Object top) {}
}
